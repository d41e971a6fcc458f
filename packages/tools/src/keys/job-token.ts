import { DebootcError } from "@debootc/core/error/debootc-error";

/**
 * Asks GitHub for a token that says which workflow this job is of, for the audience `sigstore`. Throws
 * `signing-service-unreachable`.
 */
export async function jobToken({
  url,
  bearer,
}: {
  readonly url: string;
  readonly bearer: string;
}): Promise<string> {
  const asked = new URL(url);
  asked.searchParams.set("audience", "sigstore");
  try {
    const headers = { accept: "application/json", authorization: `Bearer ${bearer}` };
    const answer = await fetch(asked, { headers, redirect: "error", signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`it answers with status ${answer.status}`);
    const { value } = (await answer.json()) as { readonly value?: unknown };
    if (typeof value !== "string" || value === "") throw new Error("its answer has no token");
    return value;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new DebootcError(
      "signing-service-unreachable",
      `GitHub gives this job no identity token: ${reason}`,
      {
        hint: "Run the job again; what it made is not changed.",
      },
    );
  }
}
