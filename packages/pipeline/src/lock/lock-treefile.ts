import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Event } from "@debootc/core/event/event";
import { lockPathOf } from "@debootc/core/lock/lock-path";
import type { LockResult } from "@debootc/core/lock/lock-result";
import { lockText } from "@debootc/core/lock/lock-text";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { reasonOf } from "@debootc/tools/errno";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeScratchDirectory } from "../cache/scratch-directory.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { withRun } from "../engine/with-run.ts";
import { readLock } from "../gather/read-lock.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { lockChange } from "./lock-change.ts";
import { lockNode } from "./lock-node.ts";

/** Runs `debootc lock`: chooses the packages of each architecture and replaces the lockfile in one step. */
export async function lockTreefile(
  request: LockCommandRequest,
  dependencies: PipelineDependencies,
  configuration: ConfigurationDirectories,
): Promise<LockResult> {
  const warnings: Diagnostic[] = [];
  const emit = (event: Event) => {
    if (event.type === "diagnostic" && event.diagnostic.severity === "warning")
      warnings.push(event.diagnostic);
    dependencies.emit(event);
  };
  return withRun({ ...dependencies, emit }, async (run) => {
    const path = request.lock ?? lockPathOf(request.treefile);
    const before = await readLock(path);
    const work = run.held.use(await makeScratchDirectory("lock")).path;
    run.begin();
    const locking = { request, before, dependencies, configuration };
    const nodes = request.arch.map((architecture) => lockNode(architecture, locking));
    const { records } = await run.nodes(nodes, {
      logDirectory: work,
      workDirectory: join(work, "work"),
      atOnce: 1,
      privilege: privilegeOf(dependencies.environment.user),
    });
    const sections = nodes.map((node) => [node.id, records.of(node)] as const);
    const architectures = { ...before?.architectures, ...Object.fromEntries(sections) };
    await replaceFile(path, lockText({ architectures }));
    return {
      treefile: request.treefile,
      path,
      created: before === undefined,
      architectures: sections.map(([architecture, section]) =>
        lockChange(architecture, before?.architectures[architecture], section),
      ),
      warnings,
    };
  });
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new DebootcError(
      "results-unwritable",
      `the lock cannot be written to ${path}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}
