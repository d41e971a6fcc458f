import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { copyTreeFile } from "@debootc/tools/ostree/tree-files";
import type { Accelerator, VirtualMachine } from "@debootc/tools/vm/qemu";
import { bootDiskRequest } from "../boot/boot-disk-request.ts";
import { chooseAccelerator } from "../boot/choose-accelerator.ts";
import { firmware } from "../boot/firmware.ts";
import { makeBootDiskOperation } from "../boot/make-boot-disk.ts";
import { readPlan } from "../composed/read-plan.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import type { ExportedDisk } from "./exported-disk.ts";

/** Says what a machine starts from. */
export interface PreparedMachine
  extends Pick<VirtualMachine, "start" | "disk" | "diskFormat" | "discardsWrites"> {
  readonly accelerator: Accelerator;
}

export const preparedSlot = slot<PreparedMachine>("machine");

interface Preparation {
  readonly compose: LegOfCompose;
  /** The image to boot; without it a disk is made for this run. */
  readonly exported: ExportedDisk | undefined;
  /** Directory of what this run alone has. */
  readonly scratch: string;
  readonly privilege: Privilege;
}

/** Returns the node that makes all that a machine starts from, and finds out whether KVM works. */
export function prepareNode(preparation: Preparation): Node<PreparedMachine> {
  return defineNode({
    leaves: preparedSlot,
    phase: "init",
    title: "Prepare the machine",
    reads: {},
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async (_, context) => {
      const { exported } = preparation;
      const output =
        exported === undefined
          ? await onOwnDisk(preparation, context)
          : await onExportedDisk(preparation, exported, context);
      return { output };
    },
  });
}

async function onOwnDisk(
  { compose, scratch, privilege }: Preparation,
  context: OperationContext,
): Promise<PreparedMachine> {
  const { kernelArguments } = (await readPlan(compose)).root;
  const request = bootDiskRequest({ compose, kernelArguments, scratch });
  const made = await runPrivileged(makeBootDiskOperation, request, privilege, context);
  const { kernel, initrd, disk } = made;
  const append = withSerialConsole(made.append);
  const accelerator = await chooseAccelerator(kernel, context);
  return { start: { kernel, initrd, append }, disk, accelerator };
}

async function onExportedDisk(
  { compose, scratch }: Preparation,
  { path, format }: ExportedDisk,
  context: OperationContext,
): Promise<PreparedMachine> {
  const kernel = join(scratch, "vmlinuz");
  const { repo, checksum } = compose.commit;
  const tree = { repo, commit: checksum, path: `/usr/lib/modules/${compose.kernel}/vmlinuz` };
  await copyTreeFile(tree, kernel, context.signal);
  const accelerator = await chooseAccelerator(kernel, context);
  return { start: { firmware }, disk: path, diskFormat: format, discardsWrites: true, accelerator };
}

/** Whoever runs a machine in a terminal has to see it, whatever consoles the tree has. */
function withSerialConsole(append: string): string {
  return /(?:^| )console=ttyS0(?:[, ]|$)/.test(append) ? append : `${append} console=ttyS0`;
}
