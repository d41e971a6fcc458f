import { dirname, join, resolve } from "node:path";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import type { ExportRequest } from "@debootc/core/request/export-request";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { makeDirectories } from "@debootc/tools/files/make-directories";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { diskNode, refuseDiskless } from "./disk-node.ts";
import { diskRecordOf } from "./disk-record-of.ts";
import { type DiskRecords, imagesNode } from "./images-node.ts";
import { publishImages } from "./publish-images.ts";

/**
 * Makes disk images of a compose next to its other results, and replaces existing ones (`debootc export disk`).
 * Throws `boot-unsupported` for a compose without a kernel or a boot loader, `in-use`, `results-unwritable`, `usage`.
 */
export async function exportDisk(
  request: ExportRequest,
  dependencies: PipelineDependencies,
): Promise<DiskResult> {
  const { directory, result: compose } = await findCompose(request.compose, resolve(request.outputDir));
  await refuseDiskless(compose);
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
  let found: DiskResult | undefined;
  await runOnCompose<DiskRecords & { readonly publish: undefined }>(
    {
      compose,
      logs: join(directory, "logs/export-disk"),
      // On the file system of the images, so that they only have to be renamed.
      area: staging,
      privilege,
      nodes: (scratch) => [
        diskNode("disk", { compose, scratch, privilege }),
        imagesNode(scratch, [...new Set(request.format)]),
        {
          id: "publish",
          phase: "cleanup",
          title: "Publish",
          reads: ["disk", "images"],
          required: true,
          timeoutSeconds: 120,
          resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
          run: async (records, { report }) => {
            const record = diskRecordOf(compose, records);
            found = { ...(await publishImages(record, records.images, images)), directory: images };
            for (const { format, path } of found.images)
              report({ type: "artifact", kind: `disk-${format}`, path });
            return { output: undefined };
          },
        },
      ],
    },
    dependencies,
  );
  return found as DiskResult;
}
