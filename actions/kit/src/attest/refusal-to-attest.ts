type Environment = Readonly<Record<string, string | undefined>>;

/** Says why a job cannot attest anything, and what to do about it; undefined if it can. */
export function refusalToAttest(environment: Environment, isUntrusted: boolean): string | undefined {
  const because = (reason: string, hint: string) => `nothing is attested: ${reason}\nhint: ${hint}`;
  if (isUntrusted) {
    return because(
      "somebody who cannot write to the repository may have started this run",
      "Leave the step out of such runs, or attest what is composed after the merge.",
    );
  }
  const server = environment["GITHUB_SERVER_URL"] ?? "";
  if (server !== "https://github.com" && !/^https:\/\/[a-z0-9-]+\.ghe\.com$/.test(server)) {
    return because(
      `${server === "" ? "this runner" : server} has no attestations`,
      "GitHub has them on github.com and ghe.com. Sign the images instead: docs/signatures.md.",
    );
  }
  if (!environment["ACTIONS_ID_TOKEN_REQUEST_URL"] || !environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) {
    return because(
      "the job may not have an identity token",
      "Write id-token: write and attestations: write below permissions: of the job.",
    );
  }
  if (!environment["GITHUB_TOKEN"]) {
    return because("the step has no GITHUB_TOKEN", "Use actions/attest rather than the action below it.");
  }
  return undefined;
}
