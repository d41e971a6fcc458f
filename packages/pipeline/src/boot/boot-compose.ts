import { constants, copyFile, mkdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { BootReport } from "@debootc/core/boot/boot-report";
import type { BootResult } from "@debootc/core/boot/boot-result";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { probeArguments } from "@debootc/core/boot/probe-arguments";
import type { BootRequest } from "@debootc/core/request/boot-request";
import { cacheLayout } from "../cache/cache-layout.ts";
import { findCompose } from "../composed/find-compose.ts";
import { readPlan } from "../composed/read-plan.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import type { Node } from "../engine/node.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { bootSystem } from "./boot-system.ts";
import { refuseKernelless } from "./refuse-kernelless.ts";
import { type BootDisk, makeBootDiskOperation } from "./make-boot-disk.ts";

interface BootRecords {
  readonly disk: BootDisk;
  readonly boot: BootReport;
  /** The disk that was kept, when it was asked for. */
  readonly keep?: string;
}

interface BootSetting {
  readonly request: BootRequest;
  readonly compose: ComposeResult;
  /** For the disk; gone when the run has ended, or found by the doctor. */
  readonly scratch: string;
  /** Where console and report are kept. */
  readonly logs: string;
  readonly privilege: Privilege;
  readonly clock: () => Date;
}

/** A sparse file: only what the system writes takes space. */
const diskSizeMiB = 8192;

/** `debootc boot`: deploys a compose's commit on a disk, boots it and checks the running system. Throws `boot-failed`. */
export async function bootCompose(
  request: BootRequest,
  dependencies: PipelineDependencies,
): Promise<BootResult> {
  const { directory, result: compose } = await findCompose(request.compose, resolve(request.outputDir));
  refuseKernelless(compose);
  const privilege = privilegeOf(dependencies.environment.user);
  const logs = join(directory, "logs/boot");
  const { staging } = cacheLayout(join(resolve(request.cacheDir), "steps"));
  const { boot, keep } = await runOnCompose<BootRecords>(
    {
      compose,
      logs,
      area: staging,
      privilege,
      nodes: (scratch) => {
        const setting = { request, compose, scratch, logs, privilege, clock: dependencies.clock };
        return [diskNode(setting), bootNode(setting), ...(request.keepDisk ? [keepNode(directory)] : [])];
      },
    },
    dependencies,
  );
  return resultOf(compose, directory, boot, logs, keep);
}

function diskNode({ compose, scratch, privilege }: BootSetting): Node<BootRecords, "disk"> {
  return {
    id: "disk",
    phase: "init",
    title: "Deploy on a disk",
    reads: [],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async (_, context) => {
      const plan = await readPlan(compose);
      const output = await runPrivileged(
        makeBootDiskOperation,
        {
          repo: compose.commit.repo,
          ref: compose.ref,
          checksum: compose.commit.checksum,
          kernelArguments: plan.root.kernelArguments,
          directory: scratch,
          diskFile: join(scratch, "disk.raw"),
          sizeMiB: diskSizeMiB,
          probe: await readFile(join(import.meta.dirname, "probe.sh"), "utf8"),
        },
        privilege,
        context,
      );
      return { output };
    },
  };
}

function bootNode({ request, compose, logs, clock }: BootSetting): Node<BootRecords, "boot"> {
  return {
    id: "boot",
    phase: "output",
    title: "Boot and check",
    reads: ["disk"],
    required: true,
    // The guest has a limit of its own, which is told better.
    timeoutSeconds: request.timeout + 600,
    resources: { cpus: 2, memoryMiB: request.memory + 512, diskMiB: 1024 },
    run: async ({ disk }, { report, signal }) => {
      const { kernel, initrd, append, defaultTarget } = disk;
      const output = await bootSystem({
        disk: disk.disk,
        start: { kernel, initrd, append: `${append} ${probeArguments(defaultTarget)}` },
        network: "isolated",
        kernel,
        architecture: compose.architecture,
        expected: { checksum: compose.commit.checksum, packageCount: compose.packageCount },
        logFile: join(logs, "console.log"),
        reportFile: join(logs, "report.json"),
        memoryMiB: request.memory,
        timeoutSeconds: request.timeout,
        report,
        signal,
        clock,
      });
      return { output };
    },
  };
}

/** Keeps the disk in the compose, and what starts it. */
function keepNode(directory: string): Node<BootRecords, "keep"> {
  return {
    id: "keep",
    phase: "cleanup",
    title: "Keep the disk",
    reads: ["disk", "boot"],
    required: true,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 8192 },
    run: async ({ disk }) => {
      const kept = join(directory, "boot");
      await mkdir(kept, { recursive: true });
      for (const file of [disk.kernel, disk.initrd, disk.disk]) {
        // The cache may lie on another file system; a copy that shares blocks costs nothing where it does not.
        await copyFile(file, join(kept, basename(file)), constants.COPYFILE_FICLONE);
      }
      return { output: join(kept, "disk.raw") };
    },
  };
}

function resultOf(
  compose: ComposeResult,
  directory: string,
  boot: BootReport,
  logs: string,
  disk: string | undefined,
): BootResult {
  return {
    composeId: compose.composeId,
    directory,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    kernel: boot.system.kernel,
    accelerator: boot.accelerator,
    seconds: boot.seconds.up ?? boot.seconds.total,
    checks: boot.checks.map(({ id, title, passed, found }) => ({ id, title, passed, detail: found })),
    files: { log: join(logs, "console.log"), ...(disk === undefined ? {} : { disk }) },
  };
}
