import { rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "../run.ts";
import { lastWords, saidByTool } from "../tool-error.ts";
import { boundTool } from "../sandbox/sandbox.ts";

interface Ext4Image {
  /** The image to write. An existing one is replaced, unless the file system goes inside it (`startMiB`). */
  readonly file: string;
  /** Where the file system begins in an existing file. */
  readonly startMiB?: number;
  /** Random if absent, like `hashSeed`, which orders directories. */
  readonly uuid?: string;
  readonly hashSeed?: string;
  /** Creation time recorded in the file system, in seconds; the current time if absent. */
  readonly timestamp?: number;
  readonly sizeMiB: number;
  readonly label: string;
  /** Becomes the root of the file system, with owners, extended attributes and hardlinks. */
  readonly directory: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Writes a directory as an ext4 image, without a mount or a loop device; sparse, so it takes only what it contains. */
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
  // Up to 1.47.0, mke2fs has its own name for SOURCE_DATE_EPOCH.
  const time = String(timestamp);
  const env = timestamp === undefined ? {} : { E2FSPROGS_FAKE_TIME: time, SOURCE_DATE_EPOCH: time };
  const binds = [{ source: directory, target: "/tree" }, image.bind];
  try {
    await run(boundTool({ tool: "mke2fs", args, signal, onLine: log }, { binds, env }));
  } catch (error) {
    const said = saidByTool(error);
    if (said === undefined || !/Could not allocate|No space|while populating/.test(said)) throw error;
    throw new DebootcError("results-unwritable", `cannot fill ${file}, a disk of ${sizeMiB} MiB`, {
      hint: `Make the disk larger, and check that ${dirname(file)} has space left. ${lastWords(error)}`,
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

/** Makes a directory inside an ext4 image immutable (chattr +i), as ostree does with a deployment's root. */
export async function makeImmutable(
  { file, startMiB = 0, timestamp }: Pick<Ext4Image, "file" | "startMiB" | "timestamp">,
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
      {
        binds: [image.bind],
        env: timestamp === undefined ? {} : { E2FSPROGS_FAKE_TIME: String(timestamp) },
      },
    ),
  );
  // debugfs prints its version there, and exits with 0 whatever happened.
  const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("debugfs "));
  if (said.length > 0) throw new DebootcError("tool-failed", `debugfs on ${file}: ${said.join(" ")}`);
}

function imageInside(file: string) {
  return {
    path: `/image/${basename(file)}`,
    bind: { source: dirname(file), target: "/image", writable: true },
  };
}
