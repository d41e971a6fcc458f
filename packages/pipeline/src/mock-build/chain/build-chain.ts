import type { ChainResult } from "@debootc/core/mock-build/records/chain-result";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { refuseForChain } from "@debootc/core/request/refuse-for-chain";
import { longestFirst } from "@debootc/core/source-package/longest-first";
import { orderChain } from "@debootc/core/source-package/order-chain";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { type Run, withRun } from "../../engine/with-run.ts";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { openSetting } from "../open-setting.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { refuseUnreadable } from "../source/refuse-unreadable.ts";
import { earlierSeconds, writeChainResult } from "./chain-result-file.ts";
import { type ChainRun, packageNode } from "./package-node.ts";
import { placeChain } from "./place-chain.ts";

/** Says how a chain ended, and where its results are. */
export interface FinishedChain {
  /** Holds the result directories of the packages. */
  readonly directory: string;
  readonly result: ChainResult;
}

/**
 * Builds several source packages, each with the packages of those that it needs, as many at once as `--jobs` allows.
 * After a failure nothing more is begun, or with `--continue` only what does not need it; what runs goes on to its end.
 * What was built by the same plan before is taken from the cache. Throws what keeps the chain from being begun.
 */
export async function buildChain(
  request: MockBuildRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<FinishedChain> {
  return withRun(dependencies, async (run) => {
    refuseForChain(request);
    for (const source of request.sources) await refuseUnreadable(source);
    const { setting, work } = await openSetting(request, { dependencies, directories, run });
    run.begin();
    const result = await buildInOrder({ setting, directories, work }, run);
    dependencies.signal.throwIfAborted();
    await writeChainResult(request.resultDir, result);
    return { directory: request.resultDir, result };
  });
}

interface Chain {
  readonly setting: MockBuildSetting;
  readonly directories: ConfigurationDirectories;
  readonly work: string;
}

async function buildInOrder(chain: Chain, run: Run): Promise<ChainResult> {
  const { setting, work } = chain;
  const { request, target, types, privilege } = setting;
  const { base, members } = await placeChain(setting, run, work);
  const order = orderChain(
    members.map(({ facts }) => facts),
    { architecture: target.hostArchitecture, profiles: target.profiles, types },
  );
  const chainRun: ChainRun = {
    ...chain,
    base,
    outcomes: new Map(),
    seconds: await earlierSeconds(request.resultDir),
  };
  const nodes = longestFirst(order, chainRun.seconds).flatMap((name) => {
    const member = members.find(({ facts }) => facts.name === name);
    return member === undefined
      ? []
      : packageNode({ ...member, needs: order.needs.get(name) ?? [] }, chainRun);
  });
  await mkdir(join(work, "packages"));
  await run.nodes(nodes, {
    logDirectory: join(work, "packages"),
    workDirectory: join(work, "work"),
    atOnce: request.jobs,
    privilege,
  });
  return { packages: order.levels.flat().flatMap((name) => chainRun.outcomes.get(name) ?? []) };
}
