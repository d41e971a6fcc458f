import type * as z from "zod";
import type { GitHubAnswer } from "./call.ts";
import { GitHubError } from "./github-error.ts";

/** Reads an answer of GitHub as JSON of a form. Throws `github-unreachable` for any other: a proxy answered, or an error page. */
export function readAnswer<T>(
  what: string,
  schema: z.ZodType<T>,
  { bytes, status }: Pick<GitHubAnswer, "bytes" | "status">,
): T {
  const parsed = schema.safeParse(jsonOf(bytes));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new GitHubError(
    "github-unreachable",
    `cannot read what GitHub says of ${what}: ${issue?.message ?? "it has another form"}${place === "" ? "" : ` (${place})`}`,
    { hint: "Check that the address is that of GitHub's API, and that no proxy answers.", status },
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
