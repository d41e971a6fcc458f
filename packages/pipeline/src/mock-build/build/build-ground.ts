import type { BuildFacts, Isolation } from "@debootc/core/event/build-facts";
import { attemptsBetween } from "@debootc/core/mock-build/network-attempts";
import { hasSandboxFilter } from "@debootc/tools/sandbox/sandbox-filter";
import { createCgroup, removeCgroup } from "@debootc/tools/sandbox/cgroup";
import { type CgroupProbe, probeCgroups } from "@debootc/tools/sandbox/cgroup-layout";
import type { CgroupUsage } from "@debootc/tools/sandbox/cgroup-usage";
import { treeBytes } from "@debootc/tools/files/disk-use";
import { bringUpLoopback, readNetworkAttempts } from "@debootc/tools/sandbox/network-counters";
import type { Command } from "@debootc/tools/run";
import { identifyProcess } from "../../cache/process-identity.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { groupName, removeAbandonedGroups } from "../../limits/build-groups.ts";
import type { StepLimits } from "../../limits/limits-of-step.ts";
import { splitLimits } from "../../limits/split-limits.ts";
import { refuseExceeded } from "../../limits/refuse-exceeded.ts";
import { type LimitedOutcome, runLimited } from "../../limits/run-limited.ts";
import { withTakeDown } from "../../worker/with-take-down.ts";
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";

interface GroundWish {
  /** Such as `hello 2.10-5`, for messages. */
  readonly what: string;
  readonly limits: StepLimits;
  readonly privilege: Isolation["privilege"];
  /** The user who builds. */
  readonly user: { readonly name: string; readonly id: number };
  /** Receives what is written: the top of the overlay. `isOwn`: it has its file system to itself. */
  readonly disk: { readonly directory: string; readonly isOwn: boolean };
}

/** Provides the surroundings of one build: limits, counters, and a network that has only loopback. */
export interface BuildGround {
  /** Runs a sandboxed step; returns its exit status and last line. Throws if a limit was reached. */
  readonly run: (step: string, command: Command) => Promise<LimitedOutcome>;
}

/**
 * Prepares the worker, which has its own network namespace, and reports isolation and resource use at the end, whether
 * the build failed or not. Attempts to reach a network become a warning.
 */
export async function onBuildGround<T>(
  wish: GroundWish,
  context: OperationContext,
  use: (ground: BuildGround) => Promise<T>,
): Promise<T> {
  await bringUpLoopback();
  const probe = await probeCgroups();
  await removeAbandonedGroups();
  const { kept, unkept } = splitLimits(wish.limits, probe.layout);
  if (unkept.length > 0) warnOfLimits(unkept, probe, context);
  const before = await readNetworkAttempts();
  let usage: CgroupUsage = {};
  const run: BuildGround["run"] = async (step, command) => {
    const outcome = await runStep(step, command, { ...wish, limits: kept }, probe, context);
    usage = outcome.usage;
    refuseExceeded(wish.what, outcome, kept);
    return outcome;
  };
  const tell = async () => {
    const { deniedAttempts } = attemptsBetween(before, await readNetworkAttempts());
    if (deniedAttempts > 0) warnOfNetwork(wish.what, deniedAttempts, context);
    const isolation = isolationOf(wish, kept, unkept, probe, deniedAttempts);
    const diskBytes = await treeBytes(wish.disk.directory);
    context.report({ type: "build-facts", facts: { isolation, resources: { ...usage, diskBytes } } });
  };
  return await withTakeDown(() => use({ run }), tell, context.report);
}

async function runStep(
  step: string,
  command: Command,
  { limits, disk, user }: GroundWish,
  { layout }: CgroupProbe,
  { log, report, signal }: OperationContext,
): Promise<LimitedOutcome> {
  const owner = { uid: user.id, gid: user.id };
  const surroundings = { owner, disk, onLine: log, signal, clock: () => new Date() };
  if (layout === undefined) return runLimited(command, limits, { ...surroundings, group: undefined });
  const group = await createCgroup(layout, groupName(await identifyProcess(process.pid), step), limits);
  return await withTakeDown(
    () => runLimited(command, limits, { ...surroundings, group }),
    () => removeCgroup(group),
    report,
  );
}

function isolationOf(
  { privilege, user }: GroundWish,
  { timeSeconds, ...limits }: StepLimits,
  unkept: readonly string[],
  probe: CgroupProbe,
  deniedAttempts: number,
): BuildFacts["isolation"] {
  const { memoryBytes, processes, diskBytes, silenceSeconds, logBytes } = limits;
  const all = { memoryBytes, processes, diskBytes, seconds: timeSeconds, silenceSeconds, logBytes };
  return {
    kind: "bubblewrap",
    privilege,
    namespaces: [
      ...(privilege === "user-namespace" ? ["user"] : []),
      ...["mount", "pid", "ipc", "uts", "network", "cgroup"],
    ],
    seccomp: hasSandboxFilter(process.arch),
    cgroup: probe.layout === undefined ? probe.reason : `cgroup-v${probe.layout.version}`,
    user: { name: user.name, uid: user.id, gid: user.id },
    buildPath: buildDirectory,
    network: { allowed: false, deniedAttempts },
    limits: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    unkeptLimits: [...unkept],
  };
}

function warnOfLimits(unkept: readonly string[], probe: CgroupProbe, { report }: OperationContext): void {
  const reason = probe.layout === undefined ? probe.reason : "its control groups lack the controllers";
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "limits-unkept",
      message: `this machine cannot limit ${unkept.join(", ")} of the build: ${reason}`,
      hint: "Time, silence, disk and log are still limited. As root on a host with control groups, all limits are enforced.",
    },
  });
}

function warnOfNetwork(what: string, attempts: number, { report }: OperationContext): void {
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "network-attempted",
      message: `${what} tried ${attempts} time${attempts === 1 ? "" : "s"} to reach a network during its build, and was denied`,
      hint: "A build must not need a network: look for downloads and server tests in build.log.",
    },
  });
}
