import { DebootcError } from "@debootc/core/error/debootc-error";
import { secondsOf } from "@debootc/core/document/limit-text";
import type { Expectation } from "@debootc/core/scenario/scenario-schema";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../session/session.ts";

const byDefault = "10min";
const pauseMs = 200;

interface Awaited {
  readonly session: Pick<Session, "github" | "repository" | "runs">;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Waits until something is as it is expected. Throws `scenario-failed` with how it is, if that does not come to be. */
export async function awaitExpected(expected: Expectation, { session, now, signal }: Awaited): Promise<void> {
  const within = expected.within ?? byDefault;
  const end = now() + (secondsOf(within) ?? 0) * 1000;
  for (;;) {
    const found = await look(expected, session).catch((error: unknown) => {
      // A hub that was killed or frozen on purpose does not answer; what else is wrong shows at the end.
      if (error instanceof DebootcError && error.code === "hub-unreachable") return "the hub does not answer";
      throw error;
    });
    if (found === undefined) return;
    signal.throwIfAborted();
    if (now() >= end) {
      const message = `${expectedText(expected)} did not come to be within ${within}: ${found}`;
      throw new DebootcError("scenario-failed", message);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** Returns what is expected, in words. */
export function expectedText({ run, task, state, attempt, release }: Expectation): string {
  if (run !== undefined) return `the run ${run}`;
  if (release !== undefined) return release === "*" ? "a release" : `the release ${release}`;
  const asked = [
    ...(state === undefined ? [] : [state]),
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
  ];
  return `the task ${task} ${asked.join(", ")}`;
}

/** Returns how it is instead; undefined if it is as expected. */
async function look(
  { run, task, state, attempt, release }: Expectation,
  { github, repository, runs }: Awaited["session"],
): Promise<string | undefined> {
  if (release !== undefined) {
    const published = await github.releases(repository);
    if (published.some(({ tag_name: tag }) => release === "*" || tag === release)) return undefined;
    return published.length === 0
      ? "there is none"
      : `there is ${published.map(({ tag_name: tag }) => tag).join(", ")}`;
  }
  const newest = await runs.newest({ skipped: run === "SKIPPED" });
  if (newest === undefined) return "there is no run";
  if (run !== undefined)
    return newest.run.state === run ? undefined : `run ${newest.run.id} is ${newest.run.state}`;
  const found = newest.tasks.find(({ name }) => name === task);
  if (found === undefined) {
    const names = newest.tasks.map(({ name }) => name).join(", ");
    return `run ${newest.run.id} has no such task${names === "" ? "" : `, but ${names}`}`;
  }
  const isSo = (state === undefined || found.state === state) && found.attempt >= (attempt ?? 0);
  return isSo ? undefined : `it is ${found.state}, attempt ${found.attempt}`;
}
