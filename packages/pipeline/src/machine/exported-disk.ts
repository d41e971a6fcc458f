import { dirname, join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { diskRecord } from "@debootc/core/disk/disk-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { isThere, readIfPresent } from "@debootc/tools/files/paths";

const bootable = ["qcow2", "raw"] as const;

export interface ExportedDisk {
  readonly path: string;
  readonly format: (typeof bootable)[number];
}

/** Returns the disk image of a compose that a machine can boot. Throws `usage` if there is none yet. */
export async function exportedDisk({
  commit,
  disks = [],
  composeId,
}: Pick<LegOfCompose, "commit" | "disks" | "composeId">): Promise<ExportedDisk> {
  const directory = join(dirname(commit.repo), "images");
  const file = join(directory, "disk.json");
  const record = (await readIfPresent(file))?.toString("utf8");
  const exported = record === undefined ? [] : diskRecord.parse(record, file).images;
  const names = [...exported, ...disks.map(({ format, file: path }) => ({ format, path }))];
  for (const format of bootable) {
    const path = names.find((image) => image.format === format)?.path;
    if (path !== undefined && (await isThere(join(directory, path))))
      return { path: join(directory, path), format };
  }
  throw new DebootcError("usage", `${composeId} has no disk image that qemu can boot`, {
    hint: `Make one first: debootc export disk ${composeId}. Without --disk, a disk is made for this run.`,
  });
}
