import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import { refuseKernelless } from "../boot/refuse-kernelless.ts";
import { readPlan } from "../composed/read-plan.ts";
import { defineNode, type Node } from "../engine/node.ts";
import type { Slot } from "../engine/slot.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { diskRequest } from "./disk-request.ts";
import { type MakeDiskRequest, makeDiskOperation } from "./make-disk.ts";

/** Describes a disk of a compose: the raw image in a scratch directory. */
export interface MadeDisk {
  readonly raw: string;
  readonly kernel: string;
  readonly options: NonNullable<ComposePlan["disk"]>;
  readonly remote: string | undefined;
  /** The image in a registry that it follows instead. */
  readonly follows?: string | undefined;
}

interface DiskSetting {
  readonly compose: LegOfCompose;
  /** Directory of this disk alone, on the file system that it is to stay on. */
  readonly scratch: string;
  readonly privilege: Privilege;
  /** See `makeDisk`. */
  readonly files?: MakeDiskRequest["files"];
  /** The remote to follow where the tree names none. */
  readonly remote?: string;
  /** See `diskRequest`. */
  readonly followsOstree?: boolean;
  readonly kernelArguments?: readonly string[];
}

/** Returns the node that deploys the commit of a compose on a disk that boots by itself. */
export function diskNode(
  leaves: Slot<MadeDisk>,
  { compose, scratch, privilege, ...setting }: DiskSetting,
): Node<MadeDisk> {
  return defineNode({
    leaves,
    phase: "init",
    title: `Make the disk of ${compose.composeId}`,
    reads: {},
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async (_, context) => {
      const plan = await readPlan(compose);
      const options = diskOptionsOf(plan, compose);
      const raw = join(scratch, `${leaves.id}.raw`);
      const request = diskRequest({ compose, plan, options, raw, ...setting }, context.workDirectory);
      const { follows } = await runPrivileged(makeDiskOperation, request, privilege, context);
      const remote = follows === undefined ? request.remote : undefined;
      return { output: { raw, kernel: `${raw}.kernel`, options, remote, follows } };
    },
  });
}

/** Refuses a compose of which no disk can be made, before any work is done. Throws `boot-unsupported`. */
export async function refuseDiskless(compose: LegOfCompose): Promise<void> {
  refuseKernelless(compose);
  diskOptionsOf(await readPlan(compose), compose);
}

function diskOptionsOf({ disk }: ComposePlan, { composeId }: LegOfCompose): MadeDisk["options"] {
  if (disk !== undefined) return disk;
  throw new DebootcError("boot-unsupported", `${composeId} was composed without a boot loader`, {
    hint: "Add `disk: {boot-loader: grub}` to its treefile, and compose again.",
  });
}
