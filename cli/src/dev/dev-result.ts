import { type ErrorCode, errorCodes } from "@debootc/core/error/codes";
import type { HubDevRequest } from "@debootc/core/request/orchestrator/hub-dev-request";
import type { Release } from "./github/github-control.ts";
import { type RunDetails, runReader } from "./runs/run-reader.ts";
import type { Session } from "./session/session.ts";

/** Is what a session came to. */
export interface DevResult {
  /** That of the first run where one was waited for. */
  readonly exitStatus: number;
  readonly runs: readonly RunDetails[];
  readonly releases: readonly Release[];
}

/** How long a hub gets to say it that may have been killed. */
const patienceMs = 3000;

/** Looks at what a session came to, before it ends. */
export async function devResult(
  { until }: Pick<HubDevRequest, "until">,
  { access, github, repository }: Pick<Session, "access" | "github" | "repository">,
): Promise<DevResult> {
  const reader = runReader(access, AbortSignal.timeout(patienceMs));
  const list = await reader.all().catch(() => []);
  const runs = await Promise.all(list.map(({ id }) => reader.run(id))).catch(() => []);
  const releases = await github.releases(repository).catch(() => []);
  const first = runs.find(({ run }) => run.state !== "SKIPPED");
  return { exitStatus: until === undefined || first === undefined ? 0 : statusOf(first), runs, releases };
}

/** Returns the exit status that fits the state of a run: that of its failure, if it failed. */
function statusOf({ run, tasks }: RunDetails): number {
  switch (run.state) {
    case "COMPLETED":
      return 0;
    case "INCOMPLETE":
      return 4;
    case "CANCELED":
      return errorCodes.cancelled.exit;
    default: {
      const failed = tasks.find(({ state }) => state === "FAILED")?.failure;
      const code = (run.failure ?? failed)?.code ?? "";
      return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].exit : 1;
    }
  }
}
