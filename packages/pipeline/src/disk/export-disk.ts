import { rename, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { diskIdentity } from "@debootc/core/disk/disk-identity";
import { type DiskRecord, diskRecord } from "@debootc/core/disk/disk-record";
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
import { type DiskRecords, imagesNode } from "./images-node.ts";

/**
 * `debootc export disk`: makes disk images of a compose, beside its other results, and replaces those that are there.
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
            const record = recordOf(compose, records);
            found = { ...(await publish(record, records, images)), directory: images };
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

function recordOf(compose: ComposeResult, { disk, images }: DiskRecords): DiskRecord {
  const { checksum } = compose.commit;
  return {
    composeId: compose.composeId,
    ref: compose.ref,
    checksum,
    architecture: compose.architecture,
    sizeMiB: disk.options.sizeMiB,
    filesystem: disk.options.filesystem,
    rootUuid: diskIdentity(checksum).rootFilesystem,
    bootLoader: disk.options.bootLoader,
    ...(disk.remote === undefined ? {} : { remote: disk.remote }),
    images: images.map((image) => ({
      ...image,
      path: `${compose.composeId}.${compose.architecture}.${image.format}`,
    })),
  };
}

/** The record last: what it names is there. Answers with absolute paths. */
async function publish(record: DiskRecord, { images }: DiskRecords, directory: string): Promise<DiskRecord> {
  const sums = record.images
    .map(({ digest, path }) => `${digest.slice("sha256:".length)}  ${path}\n`)
    .join("");
  for (const [index, { path }] of images.entries()) {
    await rename(path, join(directory, (record.images[index] as DiskRecord["images"][number]).path));
  }
  const texts = { SHA256SUMS: sums, "disk.json": diskRecord.serialize(record) };
  for (const [name, text] of Object.entries(texts)) {
    const temporary = join(dirname((images[0] as DiskRecord["images"][number]).path), basename(name));
    await writeFile(temporary, text);
    await rename(temporary, join(directory, name));
  }
  return {
    ...record,
    images: record.images.map((image) => ({ ...image, path: join(directory, image.path) })),
  };
}
