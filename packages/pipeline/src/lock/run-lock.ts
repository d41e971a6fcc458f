import { join } from "node:path";
import type { LockResult } from "@debootc/core/lock/lock-result";
import { lockText } from "@debootc/core/lock/lock-text";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { makeScratchDirectory } from "../cache/scratch-directory.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { hearing } from "../engine/hearing.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import { withRun } from "../engine/with-run.ts";
import { readLock } from "../gather/read-lock.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { type ArchitectureChoice, askedLocks } from "./asked-locks.ts";
import { lockChange } from "./lock-change.ts";
import { lockNode } from "./lock-node.ts";
import { replaceLockfiles } from "./replace-lockfiles.ts";

/**
 * Runs `debootc lock`: chooses the packages of a treefile, or of the variants of a compose file, for each architecture, and
 * replaces the lockfiles when all are chosen.
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
    const locking = { request, dependencies, configuration };
    const locks = [];
    for (const { variant, path, treefiles } of asked) {
      const before = await readLock(path);
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
    const written = locks.map(({ variant, path, before, nodes }) => {
      const sections = nodes.map(({ architecture, node }) => [architecture, records.of(node)] as const);
      const changes = sections.map(([architecture, section]) =>
        lockChange(architecture, before?.architectures[architecture], section),
      );
      const architectures = { ...before?.architectures, ...Object.fromEntries(sections) };
      const name = variant === undefined ? {} : { variant };
      return {
        lock: { ...name, path, created: before === undefined, architectures: changes },
        text: lockText({ architectures }),
      };
    });
    await replaceLockfiles(written.map(({ lock: { path }, text }) => ({ path, text })));
    return {
      treefile: request.treefile,
      locks: written.map(({ lock }) => lock),
      warnings: warningsIn(events),
    };
  });
}
