import { ApiError } from "../api/api-error.ts";
import type { Body } from "../api/call.ts";
import type { World } from "../state/world.ts";
import type { HttpContext } from "./request.ts";

/** Returns the parameters of a request's path and query. */
export function parametersOf(
  { repositories }: World,
  context: HttpContext,
): { params: Record<string, string>; query: Record<string, string> } {
  // The root folder of a repository has an empty path.
  const { repository_id: id, ...params } = {
    path: "",
    ...(context.req.param() as Record<string, string>),
  } as Record<string, string>;
  const query = context.req.query();
  if (id === undefined) return { params, query };
  const repository = repositories.get(Number(id));
  if (repository === undefined) throw new ApiError(404, "Not Found");
  return { params: { ...params, owner: repository.owner.login, repo: repository.name }, query };
}

/** Returns the JSON body of a request; undefined for an empty one. */
export async function jsonBody(context: HttpContext): Promise<Body | undefined> {
  const text = await context.req.text();
  if (text === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ApiError(400, "Body should be a JSON object");
  return value as Body;
}

/** Reads an upload. If the sender breaks off, the refusal that follows reaches nobody. */
export async function bytesOf(context: HttpContext): Promise<Buffer> {
  const announced = Number(context.req.header("content-length") ?? Number.NaN);
  let content: Buffer;
  try {
    content = Buffer.from(await context.req.arrayBuffer());
  } catch {
    throw incompleteUpload();
  }
  if (!Number.isNaN(announced) && content.length !== announced) throw incompleteUpload();
  return content;
}

/** Returns the refusal of an upload that ended too early. */
export function incompleteUpload(): ApiError {
  return new ApiError(400, "The upload was not complete");
}
