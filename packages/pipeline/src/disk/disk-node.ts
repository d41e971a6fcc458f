import { join } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import { refuseKernelless } from "../boot/refuse-kernelless.ts";
import { readPlan } from "../composed/read-plan.ts";
import type { Node } from "../engine/node.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { type MakeDiskRequest, makeDiskOperation } from "./make-disk.ts";

/** A disk of a compose, as the raw image in a scratch directory. */
export interface MadeDisk {
  readonly raw: string;
  readonly kernel: string;
  readonly options: NonNullable<ComposePlan["disk"]>;
  readonly remote: string | undefined;
}

interface DiskSetting {
  readonly compose: ComposeResult;
  /** The disk's own, on the file system that the disk is to stay on. */
  readonly scratch: string;
  readonly privilege: Privilege;
  /** See `makeDisk`. */
  readonly files?: MakeDiskRequest["files"];
  /** Followed where the tree names no remote. */
  readonly remote?: string;
  readonly kernelArguments?: readonly string[];
}

/** Deploys the commit of a compose on a disk that boots by itself. */
export function diskNode<Id extends string>(
  id: Id,
  { compose, scratch, privilege, files = {}, ...setting }: DiskSetting,
): Node<Record<Id, MadeDisk>, Id> {
  return {
    id,
    phase: "init",
    title: `Make the disk of ${compose.composeId}`,
    reads: [],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 },
    run: async (_, context) => {
      const plan = await readPlan(compose);
      const options = diskOptionsOf(plan, compose);
      const remote = plan.root.ostreeRemote?.name ?? setting.remote;
      const raw = join(scratch, `${id}.raw`);
      await runPrivileged(
        makeDiskOperation,
        {
          repo: compose.commit.repo,
          ref: compose.ref,
          checksum: compose.commit.checksum,
          ...(remote === undefined ? {} : { remote }),
          architecture: compose.architecture,
          kernelArguments: [...plan.root.kernelArguments, ...(setting.kernelArguments ?? [])],
          files,
          kernel: `${raw}.kernel`,
          bootTries: options.bootTries,
          sizeMiB: options.sizeMiB,
          timestamp: plan.root.timestamp,
          directory: context.workDirectory,
          disk: raw,
        },
        privilege,
        context,
      );
      return { output: { raw, kernel: `${raw}.kernel`, options, remote } };
    },
  };
}

/** Refuses, before any work, a compose that no disk can be made of. Throws `boot-unsupported`. */
export async function refuseDiskless(compose: ComposeResult): Promise<void> {
  refuseKernelless(compose);
  diskOptionsOf(await readPlan(compose), compose);
}

function diskOptionsOf({ disk }: ComposePlan, { composeId }: ComposeResult): MadeDisk["options"] {
  if (disk !== undefined) return disk;
  throw new DebootcError("boot-unsupported", `${composeId} was composed without a boot loader`, {
    hint: "Add `disk: {boot-loader: grub}` to its treefile, and compose again.",
  });
}
