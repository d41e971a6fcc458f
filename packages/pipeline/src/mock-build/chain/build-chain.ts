import { DebootcError } from "@debootc/core/error/debootc-error";
import { fromErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import { buildrootLock } from "@debootc/core/mock-build/buildroot-lock";
import { takenElsewhere } from "@debootc/core/mock-build/taken-elsewhere";
import type { Reporter } from "@debootc/core/event/event";
import { type ChainPackage, type ChainResult, chainResult } from "@debootc/core/mock-build/chain-result";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { orderChain } from "@debootc/core/source-package/order-chain";
import { classifySource } from "@debootc/core/source-package/source-argument";
import { writable } from "@debootc/tools/writable";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { eventStream } from "../../engine/event-stream.ts";
import { leaveNothing } from "../../engine/leave-nothing.ts";
import type { Node } from "../../engine/node.ts";
import { runNodes } from "../../engine/run-nodes.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { removeAnyTree } from "../../worker/privilege-of.ts";
import type { ConfigurationDirectories } from "../chroot/load-chroot-configuration.ts";
import { mockBuild } from "../mock-build.ts";
import { openSetting } from "../open-setting.ts";
import type { FinishedBuild } from "../results/finished-build.ts";
import type { LocalRepository } from "./chain-part.ts";
import { forwardEvents } from "./forward-events.ts";
import { makeLocalRepository } from "./local-repository.ts";
import { placeChain } from "./place-chain.ts";

export interface FinishedChain {
  /** Holds the result directories of the packages. */
  readonly directory: string;
  readonly result: ChainResult;
}

/**
 * Several source packages, each built with the packages of those that it needs, as many at once as `--jobs` allows.
 * After a failure nothing is begun any more, or with `--continue` only what does not need it; what runs goes on to its
 * end. What was built by the same plan before is taken from the cache. Throws what keeps the chain from being begun.
 */
export async function buildChain(
  request: MockBuildRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<FinishedChain> {
  request.sources.forEach(classifySource);
  if (request.verify.length > 0)
    throw new DebootcError("usage", "--verify compares one source package, and a chain has several", {
      hint: "Build it by itself.",
    });
  const stream = eventStream(dependencies.emit, dependencies.clock);
  const report = stream.reporter();
  const held = new AsyncDisposableStack();
  await using _cleanup = { [Symbol.asyncDispose]: () => leaveNothing(held, report) };
  const { setting, work } = await openSetting({
    request,
    dependencies,
    directories,
    held,
    report,
    part: undefined,
  });
  report({ type: "run", state: "started" });
  try {
    const { base, sources } = await placeChain(setting, stream, work);
    const scope = {
      architecture: setting.target.hostArchitecture,
      profiles: setting.target.profiles,
      types: setting.types,
    };
    const packages = sources.map(({ source }) => source);
    const { levels, needs } = orderChain(packages, scope);
    const outcomes = new Map<string, ChainPackage>();
    const finished = new Map<string, FinishedBuild>();

    const nodeOf = (name: string): Node<Record<string, FinishedBuild>, string> => {
      const index = packages.findIndex((one) => one.name === name);
      const [source, asked = ""] = [sources[index], request.sources[index]];
      if (source === undefined) throw new DebootcError("internal-fault", `the order has an unknown ${name}`);
      const { version } = source.source;
      const needed = needs.get(name) ?? [];
      const note = (rest: Pick<ChainPackage, "outcome" | "directory" | "error" | "firstError">) =>
        outcomes.set(name, { asked, name, version, needs: [...needed], ...rest });
      note({ outcome: "skipped" });
      return {
        id: name,
        phase: "build",
        title: `Build ${name} ${version}`,
        reads: needed,
        required: false,
        timeoutSeconds: 7 * 24 * 3600,
        resources: { cpus: 1, memoryMiB: 1024, diskMiB: 4096 },
        run: async (_records, context) => {
          refuseToBegin(outcomes, request.continue);
          const local = await makeLocalRepository(
            needed.flatMap((one) => finished.get(one) ?? []),
            join(work, "repositories", name),
          );
          const build = await mockBuild(
            { ...request, sources: [asked] },
            { ...dependencies, signal: context.signal, emit: forwardEvents(context.report) },
            directories,
            { source, base, local },
          );
          const { failure, stages } = build.result;
          const reused = stages.some(({ stage, outcome }) => stage === "build" && outcome === "reused");
          note({
            outcome: failure === undefined ? (reused ? "reused" : "built") : "failed",
            directory: relative(request.resultDir, build.directory),
            ...(failure === undefined ? {} : { error: failure.error }),
            ...(failure?.firstError === undefined ? {} : { firstError: failure.firstError }),
          });
          if (failure !== undefined) throw fromErrorRecord(failure.error);
          finished.set(name, build);
          if (local !== undefined) await warnOfOthers(build, local, context.report);
          return { output: build, reused };
        },
      };
    };

    await mkdir(join(work, "packages"));
    await runNodes<Record<string, FinishedBuild>>(levels.flat().map(nodeOf), {
      events: stream,
      signal: dependencies.signal,
      clock: dependencies.clock,
      logDirectory: join(work, "packages"),
      workDirectory: join(work, "work"),
      atOnce: request.jobs,
      removeTree: (path) => removeAnyTree(path, setting.privilege),
      keep: async () => {},
    });
    if (dependencies.signal.aborted) throw new DebootcError("cancelled", "cancelled");
    const result = { packages: levels.flat().flatMap((name) => outcomes.get(name) ?? []) };
    await writeResult(request.resultDir, result);
    report({ type: "run", state: "finished" });
    return { directory: request.resultDir, result };
  } catch (error) {
    report({ type: "run", state: "failed", error: toErrorRecord(error) });
    throw error;
  } finally {
    await setting.plugins.call("beforeCleanup", {});
  }
}

/** By version the archive may win: then the chain tests something else than was meant. */
async function warnOfOthers(
  { directory, result }: FinishedBuild,
  { packages }: LocalRepository,
  report: Reporter,
): Promise<void> {
  if (result.files.lock === undefined) return;
  const file = join(directory, result.files.lock);
  const lock = buildrootLock.parse(await readFile(file, "utf8"), file);
  for (const { name, built, installed } of takenElsewhere(packages, lock.packages)) {
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "chain-outdated",
        message: `${name} ${built} was built by the chain, and ${installed} of the archive was installed for ${result.source?.name}`,
        hint: "apt takes the later version: give the source package a later one, as with dch --local.",
      },
    });
  }
}

function refuseToBegin(outcomes: ReadonlyMap<string, ChainPackage>, goesOn: boolean): void {
  const failed = outcomes.values().find(({ outcome }) => outcome === "failed");
  if (failed === undefined || goesOn) return;
  throw new DebootcError("cancelled", `not begun, because ${failed.name} failed`, {
    hint: "Give --continue to build what does not need it all the same.",
  });
}

async function writeResult(directory: string, result: ChainResult): Promise<void> {
  const file = join(directory, "chain.json");
  await writable(file, async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(`${file}.${process.pid}.new`, chainResult.serialize(result));
    await rename(`${file}.${process.pid}.new`, file);
  });
}
