import { join } from "node:path";
import type { LockResult } from "@debootc/core/lock/lock-result";
import { isUnchanged } from "@debootc/core/lock/diff-locks";
import { keepSection } from "@debootc/core/lock/keep-section";
import { lockText } from "@debootc/core/lock/lock-text";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { makeScratchDirectory } from "../cache/scratch-directory.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { hearing } from "../engine/hearing.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import { withRun } from "../engine/with-run.ts";
import { indexMemory } from "../gather/index-memory.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { type ArchitectureChoice, askedLocks } from "./asked-locks.ts";
import { lockChange } from "./lock-change.ts";
import { lockNode } from "./lock-node.ts";
import { replaceLockfiles } from "./replace-lockfiles.ts";

/**
 * Runs `debootc lock`: chooses the packages of a treefile, or of the variants of a compose file, for each architecture, and
 * replaces the lockfiles when all are chosen. An update that changes nothing leaves them as they are.
 */
export async function runLock(
  request: LockCommandRequest,
  dependencies: PipelineDependencies,
  { configuration, chosen }: ArchitectureChoice & { readonly configuration: ConfigurationDirectories },
): Promise<LockResult> {
  const { events, dependencies: heard } = hearing(dependencies);
  return withRun(heard, async (run) => {
    const asked = await askedLocks(request, { chosen }, run.report);
    const work = run.held.use(await makeScratchDirectory("lock")).path;
    const memory = indexMemory(join(work, "indexes"));
    const locking = { request, dependencies, configuration, memory };
    const locks = [];
    for (const { variant, path, before, treefiles } of asked) {
      const nodes = treefiles.map((treefile) => lockNode({ variant, treefile, before }, locking));
      locks.push({ variant, path, before, nodes });
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
    const chosenLocks = locks.map(({ variant, path, before, nodes }) => {
      const sections = nodes.map(({ architecture, node }) => {
        const section = records.of(node);
        const earlier = before?.architectures[architecture];
        return { architecture, earlier, section: request.update ? keepSection(earlier, section) : section };
      });
      const architectures = {
        ...before?.architectures,
        ...Object.fromEntries(sections.map(({ architecture, section }) => [architecture, section])),
      };
      const name = variant === undefined ? {} : { variant };
      const changes = sections.map(({ architecture, earlier, section }) =>
        lockChange(architecture, earlier, section),
      );
      return {
        lock: {
          ...name,
          path,
          created: before === undefined,
          changed: !changes.every(isUnchanged),
          architectures: changes,
        },
        text: lockText({ architectures }),
      };
    });
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
