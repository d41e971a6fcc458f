import type { RemoteCache } from "@debootc/pipeline/cache/remote-cache";
import { readFile } from "node:fs/promises";
import type { ActionLog } from "../log/action-log.ts";
import { isCacheOffered } from "./cache-client.ts";
import { isEventOfFork } from "./event-of-fork.ts";
import { githubCache } from "./github-cache.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns whether nobody needs to trust who started this run, as the runner tells of its event. */
export async function isUntrustedRun(environment: Environment): Promise<boolean> {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_REPOSITORY: repository = "" } = environment;
  return isEventOfFork({ name, repository, payload: await payloadIn(environment["GITHUB_EVENT_PATH"]) });
}

interface JobCacheWish {
  /** The checked request and own inputs of the action. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
  readonly workspace: string;
  readonly isUntrusted: boolean;
  readonly environment: Environment;
  readonly log: ActionLog;
}

/**
 * Returns the cache of GitHub Actions for an action that has an input for it, unless the workflow names another one. Warns
 * where the runner does not offer it. Work that nobody needs to trust only reads it.
 */
export function cacheOfJob(wish: JobCacheWish): RemoteCache | undefined {
  const { request, own, workspace, isUntrusted, environment, log } = wish;
  if (own["githubCache"] !== true || request["noCache"] === true) return undefined;
  if (request["remoteCache"] !== undefined) return undefined;
  if (!isCacheOffered(environment)) {
    log.annotate(
      "warning",
      "this runner offers no cache of GitHub Actions: every run makes everything again\n" +
        "hint: Set the input github-cache to false, and name a directory that stays with remote-cache or cache-dir.",
      { title: "debootc: remote-cache-unusable" },
    );
    return undefined;
  }
  const mode = environment["ACTIONS_CACHE_MODE"]?.trim().toLowerCase();
  const isReadOnly = isUntrusted || request["untrusted"] === true || mode === "read" || mode === "none";
  return githubCache({ workspace, writable: !isReadOnly });
}

/** An event that cannot be read has no payload: whoever looks at it takes it for one of a fork. */
async function payloadIn(path = ""): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
