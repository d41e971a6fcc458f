import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { type ChainResult, chainResult } from "@debootc/core/mock-build/records/chain-result";
import { refuseForChain } from "@debootc/core/request/refuse-for-chain";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { longestFirst } from "@debootc/core/source-package/longest-first";
import { orderChain } from "@debootc/core/source-package/order-chain";
import { classifySource } from "@debootc/core/debian/source-argument";
import { makeDirectories } from "@debootc/tools/files/make-directories";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import { writable } from "@debootc/tools/files/writable";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventStream } from "../../engine/event-stream.ts";
import { leaveNothing } from "../../engine/leave-nothing.ts";
import { runNodes } from "../../engine/run-nodes.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { removeAnyTree } from "../../worker/privilege-of.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { openSetting } from "../open-setting.ts";
import type { FinishedBuild } from "../run/finished-build.ts";
import { refuseUnreadable } from "../source/refuse-unreadable.ts";
import { type ChainRun, packageNode } from "./package-node.ts";
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
  const named = request.sources.map(classifySource);
  refuseForChain(request);
  for (const source of named) await refuseUnreadable(source, process.cwd());
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
    const { base, sources, packages } = await placeChain(setting, stream, work);
    const scope = {
      architecture: setting.target.hostArchitecture,
      profiles: setting.target.profiles,
      types: setting.types,
    };
    const order = orderChain(packages, scope);
    const chain: ChainRun = {
      setting,
      directories,
      base,
      work,
      outcomes: new Map(),
      seconds: await earlierSeconds(request.resultDir),
      finished: new Map(),
    };
    const nodes = longestFirst(order, chain.seconds).flatMap((name) => {
      const index = packages.findIndex((one) => one.name === name);
      const [source, asked] = [sources[index], request.sources[index]];
      return source === undefined || asked === undefined
        ? []
        : packageNode({ asked, source, needs: order.needs.get(name) ?? [] }, chain);
    });
    await mkdir(join(work, "packages"));
    await runNodes<Record<string, FinishedBuild>>(nodes, {
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
    const result = { packages: order.levels.flat().flatMap((name) => chain.outcomes.get(name) ?? []) };
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

/** What the packages of the chain that was built there before took; nothing where there was none. */
async function earlierSeconds(directory: string): Promise<ReadonlyMap<string, number>> {
  const file = resultFile(directory);
  const text = await readIfPresent(file);
  if (text === undefined) return new Map();
  try {
    const { packages } = chainResult.parse(text.toString(), file);
    return new Map(packages.flatMap(({ name, seconds }) => (seconds === undefined ? [] : [[name, seconds]])));
  } catch {
    // Of another debootc, or damaged: it only made the chain faster, and is about to be replaced.
    return new Map();
  }
}

function resultFile(directory: string): string {
  return join(directory, "chain.json");
}

async function writeResult(directory: string, result: ChainResult): Promise<void> {
  const file = resultFile(directory);
  await writable(file, async () => {
    await makeDirectories(directory);
    await writeFile(`${file}.${process.pid}.new`, chainResult.serialize(result));
    await rename(`${file}.${process.pid}.new`, file);
  });
}
