import { DebootcError } from "@debootc/core/error/debootc-error";
import { isRunOver, type RunState } from "@debootc/core/task/run-state";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "./session/session.ts";

const pauseMs = 500;

/**
 * Waits until the first run is over that the repository wants; `release` wants a published release of it, too, unless it
 * failed. Throws `scenario-failed` where a run completed without one.
 */
export async function awaitEnd(
  until: "run" | "release",
  { runs, github, repository }: Pick<Session, "runs" | "github" | "repository">,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const all = await runs.all().catch((error: unknown) => {
      if (error instanceof DebootcError && error.code === "hub-unreachable") return [];
      throw error;
    });
    const first = all.find(({ state }) => state !== "SKIPPED");
    if (first !== undefined && isRunOver(first.state as RunState)) {
      if (until === "run" || first.state === "FAILED" || first.state === "CANCELED") return;
      if ((await github.releases(repository)).length > 0) return;
      throw new DebootcError(
        "scenario-failed",
        `run ${first.id} is ${first.state}, but there is no release of it`,
        { hint: "`release` in .github/debootc.yml says which branches and tags lead to one." },
      );
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
