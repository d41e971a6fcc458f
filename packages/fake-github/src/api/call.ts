import type { Identity } from "../apps/identity.ts";
import type { Budget } from "../limits/limiter.ts";
import type { App, Installation } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";
import { ApiError } from "./api-error.ts";

/** Holds a JSON body whose form the description has approved. */
export type Body = Readonly<Record<string, unknown>>;

/** Is a request of the API, once who calls is known and may do so. */
export interface Call {
  readonly world: World;
  readonly deliverer: Deliverer;
  readonly identity: Identity;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Reads the bytes of an upload; rejects if the caller breaks off. */
  readonly bytes: () => Promise<Buffer>;
  readonly headers: (name: string) => string | undefined;
  /** The address that was asked for, without its query. */
  readonly url: string;
  /** The repository that the path names. */
  readonly namedRepository: Repository | undefined;
  readonly budget: () => Budget;
}

/** Is an answer of the API: JSON, bytes, or nothing. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request. */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** Returns the repository of a call whose path names one. */
export function repositoryOf({ namedRepository }: Call): Repository {
  if (namedRepository === undefined) throw new ApiError(404, "Not Found");
  return namedRepository;
}

/** Returns the App that calls. */
export function appOf({ identity }: Call): App {
  if (identity.kind === "app") return identity.app;
  if (identity.kind === "installation") return identity.token.installation.app;
  throw new ApiError(401, "Requires authentication");
}

/** Returns the installation that calls. */
export function installationOf({ identity }: Call): Installation {
  if (identity.kind === "installation") return identity.token.installation;
  throw new ApiError(403, "Resource not accessible by integration");
}

/** Returns a number of the path, and says `Not Found` for anything else. */
export function idOf(call: Call, name: string): number {
  const value = Number(call.params[name]);
  if (!Number.isSafeInteger(value)) throw new ApiError(404, "Not Found");
  return value;
}

/** Returns what a map has, and says `Not Found` if that is nothing. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ApiError(404, "Not Found");
  return value;
}
