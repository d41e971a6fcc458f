/** Names a job as the services know it. */
export interface JobIds {
  readonly run: string;
  readonly job: string;
}

/**
 * Returns a runtime token for the jobs of one run: a JSON Web Token of the form that the clients of artifacts and caches
 * read the run from. Nobody signs it: who takes it knows it, if need be by an id that cannot be guessed.
 */
export function runtimeToken({ run, job }: JobIds, id?: string): string {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return [
    encoded({ alg: "none", typ: "JWT" }),
    encoded({ scp: `Actions.Results:${run}:${job}`, jti: id }),
    "",
  ].join(".");
}
