import { DebootcError } from "@debootc/core/error/debootc-error";
import { fromErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";
import { buildrootLock } from "@debootc/core/mock-build/records/buildroot-lock";
import type { ChainPackage } from "@debootc/core/mock-build/records/chain-result";
import { takenElsewhere } from "@debootc/core/mock-build/taken-elsewhere";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Node, NodeContext } from "../../engine/node.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { mockBuild } from "../mock-build.ts";
import type { FinishedBuild } from "../run/finished-build.ts";
import type { LocalRepository } from "../run/chain-part.ts";
import { forwardEvents } from "../run/forward-events.ts";
import { makeLocalRepository } from "./local-repository.ts";

/** A chain that is being built. */
export interface ChainRun {
  readonly setting: MockBuildSetting;
  readonly directories: ConfigurationDirectories;
  readonly base: MockBuildRecords["base"];
  readonly work: string;
  /** What became of each package so far, by its name. */
  readonly outcomes: Map<string, ChainPackage>;
  /** What packages took when the chain ran before, by their names. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Those that were built, by their names. */
  readonly finished: Map<string, FinishedBuild>;
}

interface ChainMember {
  readonly asked: string;
  readonly source: MockBuildRecords["source"];
  /** Names of the packages of the chain that it needs. */
  readonly needs: readonly string[];
}

/** Builds one package of a chain with what those before it have built, as a single step. */
export function packageNode(
  { asked, source, needs }: ChainMember,
  chain: ChainRun,
): Node<Record<string, FinishedBuild>, string> {
  const { name, version } = source.source;
  const before = chain.seconds.get(name);
  const known = before === undefined ? {} : { seconds: before };
  const note = (rest: Omit<ChainPackage, "asked" | "name" | "version" | "needs">) =>
    chain.outcomes.set(name, { asked, name, version, needs: [...needs], ...known, ...rest });
  note({ outcome: "skipped" });
  return {
    id: name,
    phase: "build",
    title: `Build ${name} ${version}`,
    reads: needs,
    required: false,
    timeoutSeconds: 7 * 24 * 3600,
    resources: { cpus: 1, memoryMiB: 1024, diskMiB: 4096 },
    run: async (_records, context) => {
      refuseToBegin(chain);
      const build = await attempt({ asked, source, needs }, chain, context).catch((error: unknown) => {
        note({ outcome: "failed", error: toErrorRecord(error) });
        throw error;
      });
      const { failure, keptChroot, stages, resources } = build.result;
      const reused = stages.some(({ stage, outcome }) => stage === "build" && outcome === "reused");
      note({
        outcome: failure === undefined ? (reused ? "reused" : "built") : "failed",
        directory: relative(chain.setting.request.resultDir, build.directory),
        ...(failure === undefined && !reused ? { seconds: resources.wallSeconds } : {}),
        ...(failure === undefined ? {} : { error: failure.error }),
        ...(failure?.firstError === undefined ? {} : { firstError: failure.firstError }),
        ...(keptChroot === undefined ? {} : { keptChroot }),
      });
      if (failure !== undefined) throw fromErrorRecord(failure.error);
      chain.finished.set(name, build);
      return { output: build, reused };
    },
  };
}

/** What runs goes on to its end; after a failure nothing is begun unless that is wanted. */
function refuseToBegin({ outcomes, setting }: ChainRun): void {
  const failed = outcomes.values().find(({ outcome }) => outcome === "failed");
  if (failed === undefined || setting.request.continue) return;
  throw new DebootcError("cancelled", `not begun, because ${failed.name} failed`, {
    hint: "Give --continue to build what does not need it all the same.",
  });
}

async function attempt(
  { asked, source, needs }: ChainMember,
  { setting, directories, base, work, finished }: ChainRun,
  { report, signal }: NodeContext,
): Promise<FinishedBuild> {
  const before = needs.flatMap((one) => finished.get(one) ?? []);
  const local = await makeLocalRepository(before, join(work, "repositories", source.source.name));
  const build = await mockBuild(
    { ...setting.request, sources: [asked] },
    { ...setting.dependencies, signal, emit: forwardEvents(report) },
    directories,
    { source, base, local, indexMemory: setting.indexMemory },
  );
  if (local !== undefined) await warnOfOthers(build, local, report);
  return build;
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
