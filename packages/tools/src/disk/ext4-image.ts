import { rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "../run.ts";
import { boundTool } from "../sandbox/sandbox.ts";

interface Ext4Image {
  /** The image to write; one that is there is replaced, unless the file system is to lie inside of it. */
  readonly file: string;
  /** Where the file system begins in a file that is there. */
  readonly startMiB?: number;
  /** Random when absent, as is what directories are ordered by. */
  readonly uuid?: string;
  readonly hashSeed?: string;
  /** Seconds: the time at which the file system says that it was made; the clock's when absent. */
  readonly timestamp?: number;
  readonly sizeMiB: number;
  readonly label: string;
  /** Becomes the root of the file system, with owners, extended attributes and hardlinks. */
  readonly directory: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Writes a directory as an ext4 image, without a mount or a loop device; sparse, so it costs what is in it. */
export async function makeExt4Image(wanted: Ext4Image): Promise<void> {
  const { file, sizeMiB, startMiB, directory, timestamp, log, signal } = wanted;
  if (startMiB === undefined) await rm(file, { force: true });
  const image = imageInside(file);
  const args = [
    ["-q", "-t", "ext4", "-O", "verity", "-L", wanted.label],
    extendedOptions(wanted),
    wanted.uuid === undefined ? [] : ["-U", wanted.uuid],
    ["-d", "/tree", image.path, `${sizeMiB}M`],
  ].flat();
  // Up to 1.47.0 mke2fs has a name of its own for SOURCE_DATE_EPOCH.
  const time = String(timestamp);
  const env = timestamp === undefined ? {} : { E2FSPROGS_FAKE_TIME: time, SOURCE_DATE_EPOCH: time };
  const binds = [{ source: directory, target: "/tree" }, image.bind];
  try {
    await run(boundTool({ tool: "mke2fs", args, signal, onLine: log }, { binds, env }));
  } catch (error) {
    if (
      !(error instanceof DebootcError) ||
      !/Could not allocate|No space|while populating/.test(error.message)
    )
      throw error;
    throw new DebootcError("results-unwritable", `${file}: a disk of ${sizeMiB} MiB could not be filled`, {
      hint: `Make the disk larger, and look whether ${dirname(file)} has space left. ${error.message}`,
      cause: error,
    });
  }
}

function extendedOptions({ startMiB, hashSeed }: Ext4Image): string[] {
  const options = [
    ...(startMiB === undefined ? [] : [`offset=${offsetOf(startMiB)}`]),
    ...(hashSeed === undefined ? [] : [`hash_seed=${hashSeed}`]),
  ];
  return options.length === 0 ? [] : ["-E", options.join(",")];
}

function offsetOf(startMiB: number): number {
  return startMiB * 1024 * 1024;
}

/** Makes a directory inside an ext4 image immutable (chattr +i), as ostree makes a deployment's root. */
export async function makeImmutable(
  { file, startMiB = 0 }: Pick<Ext4Image, "file" | "startMiB">,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const image = imageInside(file);
  const [extents, immutable] = [0x80000, 0x10];
  const flags = `0x${(extents + immutable).toString(16)}`;
  const { stderr } = await run(
    boundTool(
      {
        tool: "debugfs",
        args: [
          "-w",
          "-R",
          `set_inode_field "${directory}" flags ${flags}`,
          `${image.path}?offset=${offsetOf(startMiB)}`,
        ],
        signal,
      },
      { binds: [image.bind] },
    ),
  );
  // debugfs says its version there, and ends with 0 whatever happened.
  const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("debugfs "));
  if (said.length > 0) throw new DebootcError("tool-failed", `debugfs on ${file}: ${said.join(" ")}`);
}

function imageInside(file: string) {
  return {
    path: `/image/${basename(file)}`,
    bind: { source: dirname(file), target: "/image", writable: true },
  };
}
