import { ApiError } from "../api/api-error.ts";
import type { Body } from "../api/call.ts";
import type { HttpContext } from "./request.ts";

/** Returns the parameters of a request's path and query. */
export function parametersOf(context: HttpContext): {
  params: Record<string, string>;
  query: Record<string, string>;
} {
  return { params: context.req.param() as Record<string, string>, query: context.req.query() };
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
    throw new ApiError(400, "The upload was not complete");
  }
  if (!Number.isNaN(announced) && content.length !== announced)
    throw new ApiError(400, "The upload was not complete");
  return content;
}
