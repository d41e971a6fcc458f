/** Describes one call of GitHub's API. */
export interface GitHubCall {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Begins with a slash; every part that is not fixed is escaped by `apiPath`. */
  readonly path: string;
  /** Whose rights are used; the App's own if absent. */
  readonly installation?: number;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What it counts as; `content` is what people see or what starts something. */
  readonly cost: "read" | "write" | "content";
  /** Set for what only shows a state: it leaves some of the limits to calls that move work on. */
  readonly isShowing?: boolean;
  /** Set for the registration of a runner: it may use all that is left, but GitHub counts registrations, too. */
  readonly isRegistration?: boolean;
  /** How long it may wait for the limits, in milliseconds, before it fails with the moment; as the client says if absent. */
  readonly patience?: number;
  /** Is done once the limits allow the call, right before it is sent: what it throws prevents the call. */
  readonly beforeSent?: () => Promise<void>;
  /** Asks for the raw bytes of a file instead of JSON. */
  readonly raw?: boolean;
  /** Statuses of answers that are no failure, besides those below 300. */
  readonly expected?: readonly number[];
  /** Leaves a redirection, which has to be among the expected answers, to the caller. */
  readonly stays?: boolean;
  /** Sends bytes, to the address for uploads, instead of a body. */
  readonly upload?: Upload;
}

/** Describes bytes on their way to GitHub. */
export interface Upload {
  readonly size: number;
  readonly mediaType: string;
  /** Opens them for one try. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  readonly signal?: AbortSignal;
}

/** Holds an answer of GitHub's API. */
export interface GitHubAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Calls GitHub. Throws `GitHubError`. */
export type CallGitHub = (call: GitHubCall) => Promise<GitHubAnswer>;

/** Puts a path together; what is replaced can be no path of its own. */
export function apiPath(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((path, part, index) => path + encodeURIComponent(values[index - 1] ?? "") + part);
}

/** Puts the path of a repository together: its name is of the form OWNER/NAME. */
export function repositoryPath(fullName: string): string {
  const [owner = "", name = ""] = fullName.split("/");
  return apiPath`/repos/${owner}/${name}`;
}

/** Puts a query together, without what is undefined. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? "" : `?${given.join("&")}`;
}
