import { realpath } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mountsBelow, readMountTable } from "./mount-table.ts";
import { runStream } from "./run.ts";

interface ReadRootOptions {
  /** Directories of the root, such as `dev`, that are listed without what they contain. */
  readonly withoutContentsOf?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * A root directory as one PAX archive of GNU tar: sorted names beginning with `./`, numeric owners, all
 * extended attributes. Node cannot read extended attributes, so this is how a root is read. Anything tar warns of is a
 * failure: `layout-impossible` for sockets and file systems mounted below, `tool-failed` for the rest, such
 * as a file that changed while it was read.
 */
export async function* readRootAsTar(
  root: string,
  { withoutContentsOf = [], signal }: ReadRootOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  await refuseMounts(root);
  const warnings: string[] = [];
  const tar = runStream({
    tool: "tar",
    args: [
      "--create",
      "--file=-",
      `--directory=${root}`,
      "--format=pax",
      "--pax-option=delete=atime,delete=ctime",
      "--sort=name",
      "--numeric-owner",
      "--one-file-system",
      "--xattrs",
      "--xattrs-include=*",
      "--anchored",
      "--wildcards",
      ...withoutContentsOf.map((name) => `--exclude=./${literal(name)}/*`),
      ".",
    ],
    onLine: (line) => warnings.push(line),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    yield* bytesOf(tar.stdout, tar.done);
    await tar.done;
    refuseWarnings(root, warnings);
  } finally {
    tar.kill();
    await tar.done.catch(() => {});
  }
}

/** tar leaves them out without a word. */
async function refuseMounts(root: string): Promise<void> {
  const path = await realpath(root);
  const mounts = mountsBelow(path, await readMountTable()).filter(({ target }) => target !== path);
  if (mounts.length === 0) return;
  throw new DebootcError(
    "layout-impossible",
    `a file system is mounted below the root ${root}: ${mounts.map(({ target }) => target).join(", ")}`,
    { hint: "Unmount it; what it holds is no part of the root. debootc doctor removes what a crash left." },
  );
}

/** A name with nothing in it that tar would take for a pattern. */
function literal(name: string): string {
  return name.replace(/[\\*?[\]]/g, "\\$&");
}

/** A stream that breaks does so because the program did: its failure says why. */
async function* bytesOf(
  stream: AsyncIterable<Uint8Array>,
  done: Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream;
  } catch (error) {
    await done;
    throw error;
  }
}

function refuseWarnings(root: string, warnings: readonly string[]): void {
  const sockets = warnings.flatMap((line) => /^tar: (?:\.\/)?(.*): socket ignored$/.exec(line)?.[1] ?? []);
  if (sockets.length > 0) {
    throw new DebootcError("layout-impossible", `sockets cannot be part of an image: ${sockets.join(", ")}`, {
      hint: "A service left them while packages were configured. Remove them with remove-files or in a postprocess script.",
    });
  }
  if (warnings.length > 0) {
    throw new DebootcError(
      "tool-failed",
      `tar could not read ${root} without doubt:\n  ${warnings.join("\n  ")}`,
    );
  }
}
