import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { probeKvm } from "@debootc/tools/vm/probe-kvm";
import { defineNode, type Node } from "../engine/node.ts";
import type { Slot } from "../engine/slot.ts";
import { diskRecordOf } from "./disk-record-of.ts";
import type { DiskRecords } from "./images-node.ts";
import { publishImages } from "./publish-images.ts";

interface DiskSlots {
  readonly disk: Slot<DiskRecords["disk"]>;
  readonly images: Slot<DiskRecords["images"]>;
  readonly publish: Slot<DiskResult>;
}

/** Makes the node that puts the images into their directory, after all that may fail. */
export function publishDiskNode(
  slots: DiskSlots,
  compose: LegOfCompose,
  directory: string,
  probe = probeKvm,
): Node<DiskResult> {
  return defineNode({
    leaves: slots.publish,
    phase: "cleanup",
    title: "Publish",
    reads: { disk: slots.disk, images: slots.images },
    required: true,
    timeoutSeconds: 120,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async (records, { report, signal }) => {
      const record = diskRecordOf(compose, records);
      const kvm = !(await kvmMisleads(compose, () => probe(records.disk.kernel, signal)));
      const published = await publishImages(record, records.images, directory);
      for (const { format, path } of published.images)
        report({ type: "artifact", kind: `disk-${format}`, path });
      return { output: { ...published, directory, kvm } };
    },
  });
}

/** Finds out whether this machine offers a KVM under which the system fails, so that no command may try it first. */
async function kvmMisleads(
  { architecture }: LegOfCompose,
  probe: () => ReturnType<typeof probeKvm>,
): Promise<boolean> {
  if (architecture !== "amd64") return false;
  try {
    const { works, tried } = await probe();
    return tried && !works;
  } catch (error) {
    // A disk is made without qemu, too.
    if (error instanceof DebootcError && error.code === "tool-missing") return false;
    throw error;
  }
}
