import type { SourceArgument } from "@debootc/core/debian/source-argument";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { fromErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";
import { buildrootLock } from "@debootc/core/mock-build/records/buildroot-lock";
import type { ChainPackage } from "@debootc/core/mock-build/records/chain-result";
import { takenElsewhere } from "@debootc/core/mock-build/taken-elsewhere";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import { slot } from "../../engine/slot.ts";
import type { LocalDeb } from "../../gather/local-packages.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import type { MockBuildSetting } from "../run/mock-build-setting.ts";
import { mockBuild } from "../mock-build.ts";
import type { FinishedBuild } from "../run/finished-build.ts";
import { forwardEvents } from "../run/forward-events.ts";
import { localRepository } from "../run/local-repository.ts";
import { builtDebs, firstOfEach } from "./built-debs.ts";

/** Holds what the packages of a chain share while it is built. */
export interface ChainRun {
  readonly setting: MockBuildSetting;
  readonly directories: ConfigurationDirectories;
  readonly base: MockBuildRecords["base"];
  readonly work: string;
  /** What has become of each package so far, by its name. */
  readonly outcomes: Map<string, ChainPackage>;
  /** How long packages took when the chain ran before, by their names. */
  readonly seconds: ReadonlyMap<string, number>;
}

interface OrderedMember {
  readonly asked: SourceArgument;
  readonly source: MockBuildRecords["source"];
  /** Names of the packages of the chain that this one needs. */
  readonly needs: readonly string[];
}

/** Builds one package of a chain with the packages built before it, as a single step. Its name is the node's id. */
export function packageNode({ asked, source, needs }: OrderedMember, chain: ChainRun): Node<FinishedBuild> {
  const { name, version } = source.source;
  const before = chain.seconds.get(name);
  const known = before === undefined ? {} : { seconds: before };
  const note = (rest: Omit<ChainPackage, "asked" | "name" | "version" | "needs">) =>
    chain.outcomes.set(name, { asked: asked.given, name, version, needs: [...needs], ...known, ...rest });
  note({ outcome: "skipped" });
  return defineNode({
    leaves: slot<FinishedBuild>(name),
    phase: "build",
    title: `Build ${name} ${version}`,
    reads: Object.fromEntries(needs.map((need) => [need, slot<FinishedBuild>(need)])),
    required: false,
    timeoutSeconds: 7 * 24 * 3600,
    resources: { cpus: 1, memoryMiB: 1024, diskMiB: 4096 },
    run: async (built, context) => {
      refuseToBegin(chain);
      const build = await attempt({ asked, source }, Object.values(built), chain, context).catch(
        (error: unknown) => {
          note({ outcome: "failed", error: toErrorRecord(error) });
          throw error;
        },
      );
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
      return { output: build, reused };
    },
  });
}

/** After a failure nothing more is begun unless that is wanted; what runs goes on to its end. */
function refuseToBegin({ outcomes, setting }: ChainRun): void {
  const failed = outcomes.values().find(({ outcome }) => outcome === "failed");
  if (failed === undefined || setting.request.continue) return;
  throw new DebootcError("cancelled", `not begun, because ${failed.name} failed`, {
    hint: "Give --continue to build what does not need it all the same.",
  });
}

async function attempt(
  { asked, source }: Pick<OrderedMember, "asked" | "source">,
  before: readonly FinishedBuild[],
  { setting, directories, base, work }: ChainRun,
  { report, signal }: NodeContext,
): Promise<FinishedBuild> {
  const { extra } = setting;
  const built = await builtDebs(before);
  const directory = join(work, "repositories", source.source.name);
  const local = await localRepository(firstOfEach(built, extra), directory);
  const build = await mockBuild(
    { ...setting.request, sources: [asked] },
    { ...setting.dependencies, signal, emit: forwardEvents(report) },
    directories,
    { source, base, local, extra, indexMemory: setting.indexMemory },
  );
  if (built.length > 0) await warnOfOthers(build, built, report);
  return build;
}

/** Warns where the archive has a later version and wins: then the chain tests something else than was meant. */
async function warnOfOthers(
  { directory, result }: FinishedBuild,
  packages: readonly LocalDeb[],
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
