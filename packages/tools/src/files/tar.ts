import { realpath } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mountsBelow, readMountTable } from "./mount-table.ts";
import { runStream } from "../run.ts";

/** What tar leaves out of an archive: no form holds a socket, and some files it cannot read. */
export interface OmittedFile {
  /** Relative to the root. */
  readonly path: Buffer;
  readonly reason: "socket" | "unreadable" | "changed";
}

interface ReadRootOptions {
  /** Directories of the root, such as `dev`, that are listed without what they contain. */
  readonly withoutContentsOf?: readonly string[];
  /** Hears of what is left out, at the end; without it that is a failure, and so are file systems mounted below. */
  readonly onOmitted?: (omitted: OmittedFile) => void;
  readonly signal?: AbortSignal;
}

/**
 * A root directory as one PAX archive of GNU tar: sorted names beginning with `./`, numeric owners, all
 * extended attributes. Node cannot read extended attributes, so this is how a root is read. Anything tar warns of is a
 * failure unless `onOmitted` hears of it: `layout-impossible` for sockets and file systems mounted below, `tool-failed` for the rest, such
 * as a file that changed while it was read.
 */
export async function* readRootAsTar(
  root: string,
  { withoutContentsOf = [], onOmitted, signal }: ReadRootOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  if (onOmitted === undefined) await refuseMounts(root);
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
    // 1: a file changed; 2: one could not be read.
    ...(onOmitted === undefined ? {} : { accept: [0, 1, 2] }),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    yield* bytesOf(tar.stdout, tar.done);
    await tar.done;
    if (onOmitted === undefined) return refuseWarnings(root, warnings);
    const omitted = omittedFiles(warnings);
    refuseWarnings(root, omitted.others);
    for (const file of omitted.files) onOmitted(file);
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
  done: Promise<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream;
  } catch (error) {
    await done;
    throw error;
  }
}

/** Warnings about single files, and what else tar said. */
function omittedFiles(warnings: readonly string[]): {
  readonly files: OmittedFile[];
  readonly others: string[];
} {
  const files: OmittedFile[] = [];
  const others: string[] = [];
  for (const line of warnings) {
    const [, path = "", said = ""] = /^tar: (?:\.\/)?(.*?): ([^:]*(?:: [^:]*)?)$/.exec(line) ?? [];
    const reason = reasons.find(({ pattern }) => pattern.test(said))?.reason;
    if (reason !== undefined) files.push({ path: unescapeName(path), reason });
    else if (!line.startsWith("tar: Exiting with failure status")) others.push(line);
  }
  return { files, others };
}

const reasons: readonly { readonly pattern: RegExp; readonly reason: OmittedFile["reason"] }[] = [
  { pattern: /^socket ignored$/, reason: "socket" },
  { pattern: /^Cannot (open|stat|readlink|read|savedir): Permission denied$/, reason: "unreadable" },
  {
    pattern:
      /^(file changed as we read it|[Ff]ile removed before we read it|Cannot \w+: No such file or directory)$/,
    reason: "changed",
  },
];

/** tar prints names with C's escapes (its quoting style `escape`). */
function unescapeName(text: string): Buffer {
  const pieces = [...text.matchAll(/\\([0-7]{3}|.)|[^\\]+/gsu)].map(([piece, escape]) => {
    if (escape === undefined) return Buffer.from(piece);
    return escape.length === 3
      ? Buffer.of(Number.parseInt(escape, 8))
      : Buffer.from(controls.get(escape) ?? escape);
  });
  return Buffer.concat(pieces);
}

const controls = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

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
