import { join } from "node:path";
import type { LockResult } from "@debootc/core/lock/lock-result";
import { isUnchanged } from "@debootc/core/lock/diff-locks";
import { keepSection } from "@debootc/core/lock/keep-section";
import { lockText } from "@debootc/core/lock/lock-text";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { makeScratchDirectory } from "../cache/scratch-directory.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { hearing } from "../engine/hearing.ts";
import type { Records } from "../engine/records.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import { withRun } from "../engine/with-run.ts";
import { indexMemory } from "../gather/index-memory.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { untrustedWork } from "../remote-cache/untrusted-work.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { type ArchitectureChoice, type AskedLock, askedLocks } from "./asked-locks.ts";
import { lockChange } from "./lock-change.ts";
import { lockNode } from "./lock-node.ts";
import { replaceLockfiles } from "./replace-lockfiles.ts";

interface LockSetting extends ArchitectureChoice {
  readonly configuration: ConfigurationDirectories;
  /** Makes what is locked, as part of the run. */
  readonly prepare?: () => Promise<void>;
}

/**
 * Runs `debootc lock`: chooses the packages of a treefile, or of the variants of a compose file, for each architecture, and
 * replaces the lockfiles when all are chosen. An update that changes nothing leaves them as they are.
 */
export async function runLock(
  wanted: LockCommandRequest,
  given: PipelineDependencies,
  { configuration, chosen, prepare }: LockSetting,
): Promise<LockResult> {
  const { events, dependencies: heard } = hearing(given);
  return withRun(heard, async (run) => {
    await prepare?.();
    const asked = await askedLocks(wanted, { chosen }, run.report);
    const work = run.held.use(await makeScratchDirectory("lock")).path;
    const parts = { request: wanted, dependencies: given };
    const { request, dependencies } = untrustedWork(parts, join(work, "own-cache"));
    const memory = indexMemory(join(work, "indexes"));
    const locking = { request, dependencies, configuration, memory };
    const locks: LockInWork[] = [];
    for (const one of asked) {
      const { variant, before } = one;
      const nodes = one.treefiles.map((treefile) => lockNode({ variant, treefile, before }, locking));
      locks.push({ ...one, nodes });
    }
    run.begin();
    const { records } = await run.nodes(
      locks.flatMap(({ nodes }) => nodes.map(({ node }) => node)),
      {
        logDirectory: work,
        workDirectory: join(work, "work"),
        atOnce: 1,
        privilege: privilegeOf(dependencies.environment.user),
      },
    );
    const chosenLocks = locks.map((lock) => chosenLock(lock, records.of, request));
    // What an update leaves as it is keeps its text too, whoever wrote it.
    const written = chosenLocks.filter(({ lock }) => lock.changed || !request.update);
    if (!request.check) await replaceLockfiles(written.map(({ lock: { path }, text }) => ({ path, text })));
    return {
      treefile: request.treefile,
      checked: request.check,
      locks: chosenLocks.map(({ lock }) => lock),
      warnings: warningsIn(events),
    };
  });
}

interface LockInWork extends AskedLock {
  readonly nodes: readonly ReturnType<typeof lockNode>[];
}

/** Returns a lockfile with what was chosen for it, and what that changes in it. */
function chosenLock(
  { variant, path, before, nodes }: LockInWork,
  sectionOf: Records["of"],
  { update }: Pick<LockCommandRequest, "update">,
): { readonly lock: LockResult["locks"][number]; readonly text: string } {
  const architectures = { ...before?.architectures };
  const changes = nodes.map(({ architecture, node }) => {
    const earlier = before?.architectures[architecture];
    const chosen = sectionOf(node);
    const section = update ? keepSection(earlier, chosen) : chosen;
    architectures[architecture] = section;
    return lockChange(architecture, earlier, section);
  });
  const lock = {
    ...(variant === undefined ? {} : { variant }),
    path,
    created: before === undefined,
    changed: !changes.every(isUnchanged),
    architectures: changes,
  };
  return { lock, text: lockText({ architectures }) };
}
