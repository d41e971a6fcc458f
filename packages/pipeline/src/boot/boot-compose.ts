import { requireDirectory } from "@debootc/tools/files/require-directory";
import { constants, copyFile, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BootReport } from "@debootc/core/boot/boot-report";
import type { BootResult } from "@debootc/core/boot/boot-result";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { BootRequest } from "@debootc/core/request/boot-request";
import { cacheLayout } from "../cache/cache-layout.ts";
import { findCompose } from "../composed/find-compose.ts";
import { readPlan } from "../composed/read-plan.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { warnOfAccess } from "../composed/warn-of-access.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { requireRoot } from "../worker/require-root.ts";
import { bootDiskRequest } from "./boot-disk-request.ts";
import { bootOptions } from "./boot-options.ts";
import { bootResultOf } from "./boot-result-of.ts";
import { bootSystem } from "./boot-system.ts";
import { refuseKernelless } from "./refuse-kernelless.ts";
import { type BootDisk, makeBootDiskOperation } from "./make-boot-disk.ts";

const slots = {
  disk: slot<BootDisk>("disk"),
  boot: slot<BootReport>("boot"),
  /** Path of the disk that was kept; absent unless that was asked for. */
  keep: slot<string>("keep"),
};

interface BootSetting {
  readonly request: BootRequest;
  readonly compose: LegOfCompose;
  /** Directory of the disk; removed when the run ends, or by the doctor after a kill. */
  readonly scratch: string;
  /** Directory of the console and the report. */
  readonly logs: string;
  readonly privilege: Privilege;
  readonly clock: () => Date;
}

/** Deploys a compose's commit on a disk, boots it and checks the running system (`debootc boot`). Throws `boot-failed`. */
export async function bootCompose(
  request: BootRequest,
  dependencies: PipelineDependencies,
): Promise<BootResult> {
  return withRun(dependencies, (run) => boot(request, dependencies, run));
}

async function boot(request: BootRequest, dependencies: PipelineDependencies, run: Run): Promise<BootResult> {
  const { directory, result: compose } = await findCompose(request.compose, request.outputDir);
  refuseKernelless(compose);
  await requireRoot("deploying a tree on a disk");
  run.begin(compose.composeId);
  await warnOfAccess(compose, run.report);
  const privilege = privilegeOf(dependencies.environment.user);
  const logs = join(directory, "logs", compose.label, "boot");
  const { staging } = cacheLayout(join(request.cacheDir, "steps"));
  const records = await runOnCompose(
    {
      compose,
      logs,
      area: staging,
      privilege,
      nodes: (scratch) => {
        const setting = { request, compose, scratch, logs, privilege, clock: dependencies.clock };
        return [
          diskNode(setting),
          bootNode(setting),
          ...(request.keepDisk ? [keepNode(join(directory, "boot", compose.label))] : []),
        ];
      },
    },
    run,
  );
  return bootResultOf({ compose, directory, logs }, records.of(slots.boot), records.find(slots.keep));
}

function diskNode({ compose, scratch, privilege }: BootSetting): Node<BootDisk> {
  return defineNode({
    leaves: slots.disk,
    phase: "init",
    title: "Deploy on a disk",
    reads: {},
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async (_, context) => {
      const plan = await readPlan(compose);
      const output = await runPrivileged(
        makeBootDiskOperation,
        bootDiskRequest({
          compose,
          kernelArguments: plan.root.kernelArguments,
          scratch,
          probe: await readFile(join(import.meta.dirname, "probe.sh"), "utf8"),
        }),
        privilege,
        context,
      );
      return { output };
    },
  });
}

function bootNode({ request, compose, logs, clock }: BootSetting): Node<BootReport> {
  return defineNode({
    leaves: slots.boot,
    phase: "output",
    title: "Boot and check",
    reads: { disk: slots.disk },
    required: true,
    // The guest has a limit of its own, whose message says more.
    timeoutSeconds: request.timeout + 600,
    resources: { cpus: 2, memoryMiB: request.memory + 512, diskMiB: 1024 },
    run: async ({ disk }, { report, signal }) => {
      const system = bootOptions({ request, compose, logs }, disk);
      const output = await bootSystem({ ...system, report, signal, clock });
      return { output };
    },
  });
}

/** Keeps the disk, the kernel and the initramfs in the compose. */
function keepNode(kept: string): Node<string> {
  return defineNode({
    leaves: slots.keep,
    phase: "cleanup",
    title: "Keep the disk",
    reads: { disk: slots.disk, boot: slots.boot },
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 8192 },
    run: async ({ disk }) => {
      await requireDirectory(kept);
      for (const file of [disk.kernel, disk.initrd, disk.disk]) {
        // The cache may be on another file system; elsewhere, a copy that shares blocks costs nothing.
        await copyFile(file, join(kept, basename(file)), constants.COPYFILE_FICLONE);
      }
      return { output: join(kept, "disk.raw") };
    },
  });
}
