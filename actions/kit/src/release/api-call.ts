/** Is a part of a file. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

/** Says what is asked of GitHub. */
export interface ApiCall {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below the address of the API, or a whole address that GitHub gave. */
  readonly path: string;
  readonly body?: object;
  readonly upload?: FileRange & { readonly mediaType: string };
  readonly accept?: string;
  /** Refusals that say something. */
  readonly expected?: readonly number[];
}

/** Is what GitHub said. */
export interface ApiAnswer {
  readonly status: number;
  readonly bytes: Buffer;
}

/** Asks GitHub in the name of a job. Throws `github-refused`, `github-unreachable`, `trust-refused`. */
export type CallApi = (call: ApiCall) => Promise<ApiAnswer>;
