import { run } from "../run.ts";
import { boundTool } from "../sandbox/sandbox.ts";
import { basename, dirname } from "node:path";

export interface Partition {
  readonly name: string;
  /** Type GUID, or one of sfdisk's short names such as `uefi`. */
  readonly type: string;
  readonly uuid: string;
  readonly startMiB: number;
  readonly sizeMiB: number;
}

interface PartitionTable {
  /** An image that is as large as the disk. */
  readonly file: string;
  readonly uuid: string;
  readonly partitions: readonly Partition[];
  readonly signal: AbortSignal;
}

/** Writes a GUID partition table into an image, with sfdisk. What lies in the partitions stays. */
export async function writePartitionTable({ file, uuid, partitions, signal }: PartitionTable): Promise<void> {
  const script = [
    "label: gpt",
    `label-id: ${uuid}`,
    ...partitions.map(
      ({ name, type, uuid: own, startMiB, sizeMiB }) =>
        `start=${startMiB}MiB, size=${sizeMiB}MiB, type=${type}, uuid=${own}, name="${name}"`,
    ),
  ];
  await run(
    boundTool(
      {
        tool: "sfdisk",
        args: ["--quiet", "--wipe", "never", `/image/${basename(file)}`],
        input: `${script.join("\n")}\n`,
        signal,
      },
      { binds: [{ source: dirname(file), target: "/image", writable: true }] },
    ),
  );
}
