import { dirname, join } from "node:path";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import type { ExportDiskRequest } from "@debootc/core/request/export/export-disk-request";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { makeDirectories } from "@debootc/tools/files/paths";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { warnOfAccess } from "../composed/warn-of-access.ts";
import { slot } from "../engine/slot.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import { chosenFormats } from "../export/export-formats.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { requireRoot } from "../worker/require-root.ts";
import { diskNode, refuseDiskless } from "./disk-node.ts";
import { type DiskRecords, imagesNode } from "./images-node.ts";
import { publishDiskNode } from "./publish-disk-node.ts";

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
        publishDiskNode(slots, compose, images),
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
