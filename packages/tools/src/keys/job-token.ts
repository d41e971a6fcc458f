import { answerError } from "../registry/answer-error.ts";
import { RegistryError } from "../registry/registry-error.ts";
import { sendRequest, type Wire } from "../registry/send-request.ts";

/**
 * Asks GitHub for a token that says which workflow this job is of, for the audience `sigstore`. Throws RegistryError, which
 * never quotes what the job asks with.
 */
export async function jobToken(
  { url, bearer }: { readonly url: string; readonly bearer: string },
  wire: Wire,
): Promise<string> {
  const asked = new URL(url);
  asked.searchParams.set("audience", "sigstore");
  const headers = { accept: "application/json", authorization: `Bearer ${bearer}` };
  const answer = await sendRequest({ method: "GET", url: asked, headers }, wire);
  if (answer.status !== 200) throw answerError(answer, "an identity token");
  const token = tokenIn(answer.body.toString());
  if (token === undefined) throw new RegistryError("refused", "an identity token: the answer has none");
  return token;
}

function tokenIn(text: string): string | undefined {
  try {
    const { value } = JSON.parse(text) as { readonly value?: unknown };
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}
