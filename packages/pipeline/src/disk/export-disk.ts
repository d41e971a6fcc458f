import { dirname, join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import type { ExportDiskRequest } from "@debootc/core/request/export/export-disk-request";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { makeDirectories } from "@debootc/tools/files/paths";
import { probeKvm } from "@debootc/tools/vm/probe-kvm";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { warnOfAccess } from "../composed/warn-of-access.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import { chosenFormats } from "../export/export-formats.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { requireRoot } from "../worker/require-root.ts";
import { diskNode, refuseDiskless } from "./disk-node.ts";
import { diskRecordOf } from "./disk-record-of.ts";
import { type DiskRecords, imagesNode } from "./images-node.ts";
import { publishImages } from "./publish-images.ts";

/**
 * Makes disk images of a compose next to its other results, and replaces existing ones (`debootc export disk`).
 * Throws `boot-unsupported` for a compose without a kernel or a boot loader, `in-use`, `results-unwritable`, `usage`.
 */
export async function exportDisk(
  request: ExportDiskRequest,
  dependencies: PipelineDependencies,
): Promise<DiskResult> {
  return withRun(dependencies, (run) => makeDisks(request, dependencies, run));
}

async function makeDisks(
  request: ExportDiskRequest,
  dependencies: PipelineDependencies,
  run: Run,
): Promise<DiskResult> {
  const { directory, result: compose } = await findCompose(request.compose, request.outputDir);
  await refuseDiskless(compose);
  await requireRoot("deploying a tree on a disk");
  const privilege = privilegeOf(dependencies.environment.user);
  const images = join(dirname(compose.commit.repo), "images");
  const staging = join(images, ".staging");
  await makeDirectories(images);
  await makeDirectories(staging, 0o700);
  await using _lock = await lockFile(
    join(staging, "lock"),
    () =>
      new DebootcError("in-use", `another debootc is making disks of ${compose.composeId}`, {
        hint: "Wait until it has ended: its images are the same.",
      }),
  );
  run.begin(compose.composeId);
  await warnOfAccess(compose, run.report);
  const records = await runOnCompose(
    {
      compose,
      logs: join(directory, "logs", compose.label, "export-disk"),
      // On the file system of the images, so that they only have to be renamed.
      area: staging,
      privilege,
      nodes: (scratch) => [
        diskNode(slots.disk, { compose, scratch, privilege }),
        imagesNode(slots, scratch, chosenFormats("disk", request.format)),
        publishNode(compose, images),
      ],
    },
    run,
  );
  return records.of(slots.publish);
}

const slots = {
  disk: slot<DiskRecords["disk"]>("disk"),
  images: slot<DiskRecords["images"]>("images"),
  publish: slot<DiskResult>("publish"),
};

/** Finds out whether this machine offers a KVM under which the system fails, so that no command may try it first. */
async function kvmMisleads(
  { architecture }: LegOfCompose,
  kernel: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (architecture !== "amd64") return false;
  try {
    const { works, tried } = await probeKvm(kernel, signal);
    return tried && !works;
  } catch (error) {
    // A disk is made without qemu, too.
    if (error instanceof DebootcError && error.code === "tool-missing") return false;
    throw error;
  }
}

/** Puts the images into their directory. */
function publishNode(compose: LegOfCompose, directory: string): Node<DiskResult> {
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
      const published = await publishImages(record, records.images, directory);
      for (const { format, path } of published.images)
        report({ type: "artifact", kind: `disk-${format}`, path });
      const kvm = !(await kvmMisleads(compose, records.disk.kernel, signal));
      return { output: { ...published, directory, kvm } };
    },
  });
}
