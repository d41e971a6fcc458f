import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { lockFile } from "@debootc/tools/files/flock";
import { lstat, rename } from "node:fs/promises";
import { join } from "node:path";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { asidePath } from "./aside-directory.ts";
import { type ComposeState, lifeOfCompose, readComposeState } from "./compose-state.ts";

/** Holds what it takes to remove what a dead run left. */
export interface Removal {
  readonly privilege: Privilege;
  readonly report: Reporter;
}

interface NamedCompose {
  readonly outputDir: string;
  readonly id: string;
}

/**
 * Removes what a run that is dead, or failed, left of a compose, so that it can begin anew. It is moved aside first, which
 * only one process can do. Throws `in-use`, with the reason, for a compose that is finished or that somebody may work on.
 */
export async function removeDeadCompose(
  compose: NamedCompose,
  { privilege, report }: Removal,
): Promise<void> {
  const aside = await moveAside(compose, report);
  if (aside !== undefined) await removeAnyTree(aside, privilege);
}

/** Returns undefined if somebody else has just moved it. */
async function moveAside({ outputDir, id }: NamedCompose, report: Reporter): Promise<string | undefined> {
  const path = join(outputDir, id);
  await using lock = await lockOf(path, () =>
    refusal(path, ["another process is about to begin it anew", `Wait until it has ended, or ${otherwise}.`]),
  );
  if (lock === undefined) return undefined;
  // Only now, since whoever had the lock before may have begun it anew.
  const state = await readComposeState(path);
  const kept = whyKept(state);
  if (kept !== undefined) throw refusal(path, kept);
  const aside = await asidePath(outputDir, id);
  await rename(path, aside);
  const message = `${path} was left ${wordsOf(state)} by an earlier run, whose logs go with it; it is begun anew`;
  report({ type: "diagnostic", diagnostic: { severity: "warning", code: "compose-begun-anew", message } });
  return aside;
}

/** Locks the directory itself, because a file for it would be left over. */
async function lockOf(path: string, inUse: () => DebootcError): Promise<AsyncDisposable | undefined> {
  try {
    // What is not there, flock would make, but not with the dot.
    return await lockFile(`${path}/.`, inUse);
  } catch (error) {
    if (await isGone(path)) return undefined;
    throw error;
  }
}

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    () => true,
  );
}

function wordsOf(state: ComposeState | undefined): string {
  return state === undefined || state.status === "absent" ? "without STATUS" : state.status;
}

type Refusal = readonly [reason: string, hint: string];

function refusal(path: string, [reason, hint]: Refusal): DebootcError {
  return new DebootcError("in-use", `the compose ${path} already exists: ${reason}`, { hint });
}

const otherwise = "choose another compose ID or --output-dir";

/** Says why a compose stays, and what to do about it; undefined if it may go. */
function whyKept(state: ComposeState | undefined): Refusal | undefined {
  const remove = `Remove it if nothing works on it, or ${otherwise}.`;
  if (state === undefined) return ["it is not a directory", `Remove it, or ${otherwise}.`];
  const { status, owner } = state;
  if (status.startsWith("FINISHED"))
    return [`it is ${status}`, `A finished compose never changes: remove it, or ${otherwise}.`];
  switch (lifeOfCompose(state)) {
    case "alive":
      return ["a process is still at work on it", `Wait until it has ended, or ${otherwise}.`];
    case "unknown":
      return owner === "absent"
        ? ["it has no STATUS, so it may just be starting", remove]
        : ["the process that began it is out of sight, such as in another container", remove];
    case "dead":
      return status === "damaged" ? ["its STATUS is not valid", remove] : undefined;
  }
}
