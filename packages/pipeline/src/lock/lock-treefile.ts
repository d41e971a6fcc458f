import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { checkSelection } from "@debootc/core/lock/check-selection";
import { diffLocks } from "@debootc/core/lock/diff-locks";
import type { Lock, LockSection } from "@debootc/core/lock/lock";
import { lockPathOf } from "@debootc/core/lock/lock-path";
import { lockText } from "@debootc/core/lock/lock-text";
import type { LockChange, LockResult } from "@debootc/core/lock/lock-result";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { removeTree } from "../worker/remove-tree.ts";
import { findCompose } from "../composed/find-compose.ts";
import { eventStream } from "../engine/event-stream.ts";
import { runNodes } from "../engine/run-nodes.ts";
import { buildSourcePackages } from "../mock-build/chain/build-source-packages.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { readLocalPackages, stageLocalPackages } from "../gather/local-packages.ts";
import { packageSources } from "../gather/package-sources.ts";
import { readLock } from "../gather/read-lock.ts";
import { resolveLock } from "../gather/resolve-lock.ts";

/** `debootc lock`: chooses the packages of each architecture and replaces the lockfile in one step. */
export async function lockTreefile(
  request: LockCommandRequest,
  dependencies: PipelineDependencies,
  configuration: ConfigurationDirectories,
): Promise<LockResult> {
  const path = resolve(request.lock ?? lockPathOf(request.treefile));
  const before = await readLock(path);
  const warnings: Diagnostic[] = [];
  const stream = eventStream((event) => {
    if (event.type === "diagnostic" && event.diagnostic.severity === "warning")
      warnings.push(event.diagnostic);
    dependencies.emit(event);
  }, dependencies.clock);
  const work = await mkdtemp(join(tmpdir(), "debootc-lock-"));
  stream.reporter()({ type: "run", state: "started" });
  try {
    const { records } = await runNodes<Record<string, LockSection>>(
      request.arch.map((architecture) =>
        lockNode({ architecture, request, before, dependencies, configuration }),
      ),
      {
        events: stream,
        signal: dependencies.signal,
        clock: dependencies.clock,
        logDirectory: work,
        workDirectory: join(work, "work"),
        atOnce: 1,
        removeTree,
        keep: async () => {},
      },
    );
    const after: Lock = { architectures: { ...before?.architectures, ...records } };
    await replaceFile(path, lockText(after));
    stream.reporter()({ type: "run", state: "finished" });
    return {
      treefile: request.treefile,
      path,
      created: before === undefined,
      architectures: request.arch.map((architecture) =>
        changeOf(architecture, before?.architectures[architecture], records[architecture] as LockSection),
      ),
      warnings,
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface LockingOf {
  readonly architecture: string;
  readonly request: LockCommandRequest;
  readonly before: Lock | undefined;
  readonly dependencies: PipelineDependencies;
  readonly configuration: ConfigurationDirectories;
}

function lockNode({ architecture, request, before, dependencies, configuration }: LockingOf) {
  return {
    id: architecture,
    phase: "gather" as const,
    title: `Lock ${architecture}`,
    reads: [],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 512 },
    run: async (
      _: unknown,
      context: Parameters<typeof resolveLock>[1] & { readonly workDirectory: string },
    ) => {
      const { treefile, warnings } = await readTreefile(request.treefile, architecture, { inspect: false });
      for (const diagnostic of warnings) context.report({ type: "diagnostic", diagnostic });
      const local = await readLocalPackages(treefile);
      const wanted = {
        mirror: request.mirror,
        proxy: dependencies.environment.proxy,
        local: await stageLocalPackages(local, join(context.workDirectory, "local-packages")),
      };
      const { sources, proxy } = await packageSources(treefile, wanted, context.report);
      const built = await buildSourcePackages(
        {
          treefile,
          configuration,
          mirror: request.mirror,
          cacheDir: request.cacheDir,
          noCache: false,
          jobs: 1,
          directory: join(context.workDirectory, "source-packages"),
          archive: join(context.workDirectory, "built"),
        },
        dependencies,
        context,
      );
      const section = await resolveLock(
        {
          treefile,
          local,
          ...(built === undefined ? { sources } : { built: built.debs, sources: [built.source, ...sources] }),
          proxy,
          workDirectory: context.workDirectory,
          indexCacheDirectory: join(resolve(request.cacheDir), "indexes"),
        },
        context,
      );
      checkSelection(treefile, section);
      const ids =
        request.ids === undefined
          ? before?.architectures[architecture]?.ids
          : await idsOf(request, treefile.name, architecture);
      return { output: ids === undefined ? section : { ...section, ids } };
    },
  };
}

/** The accounts that a finished compose of the same treefile ended with. */
async function idsOf(
  { ids = "latest", outputDir }: LockCommandRequest,
  treefile: string,
  architecture: string,
) {
  const { result } = await findCompose(ids, resolve(outputDir));
  if (result.treefile !== treefile) {
    throw new DebootcError(
      "usage",
      `--ids ${ids}: ${result.composeId} is a compose of ${result.treefile}, not of ${treefile}`,
      {
        hint: "Name a compose of the treefile that is locked.",
      },
    );
  }
  const lock = await readLock(result.files.lock);
  const found = lock?.architectures[architecture]?.ids;
  if (found !== undefined) return found;
  throw new DebootcError(
    "usage",
    `--ids ${ids}: the compose ${result.composeId} records no ids for ${architecture}`,
    {
      hint: `Compose the treefile for ${architecture} first.`,
    },
  );
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new DebootcError(
      "results-unwritable",
      `the lock cannot be written to ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function changeOf(architecture: string, before: LockSection | undefined, after: LockSection): LockChange {
  const diff = diffLocks(before ?? { packages: [] }, after);
  const named = ({ name, version }: { name: string; version: string }) => ({ name, version });
  return {
    architecture,
    packageCount: after.packages.length,
    added: diff.added.map(named),
    removed: diff.removed.map(named),
    changed: [...diff.upgraded, ...diff.downgraded, ...diff.replaced].map(({ before: old, after: now }) => ({
      name: now.name,
      from: old.version,
      to: now.version,
    })),
    ...(after.ids === undefined
      ? {}
      : { ids: { users: after.ids.users.length, groups: after.ids.groups.length } }),
  };
}
