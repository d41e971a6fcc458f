import { realpath } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mountsBelow, readMountTable } from "./mount-table.ts";
import { runStream } from "../run.ts";

/** Describes a file that tar left out of an archive: no format holds a socket, and some files cannot be read. */
export interface OmittedFile {
  /** Relative to the root. */
  readonly path: Buffer;
  readonly reason: "socket" | "unreadable" | "changed";
}

interface ReadRootOptions {
  /** Directories of the root, such as `dev`, that are archived without their content. */
  readonly withoutContentsOf?: readonly string[];
  /** Called at the end for each omitted file. Without it, omissions are failures, and so are mounts below the root. */
  readonly onOmitted?: (omitted: OmittedFile) => void;
  readonly signal?: AbortSignal;
}

/**
 * Streams a root directory as one PAX archive of GNU tar: sorted names beginning with `./`, numeric owners, all
 * extended attributes. Node cannot read extended attributes, so this is how a root is read. Every warning of tar is a
 * failure unless it is reported to `onOmitted`: `layout-impossible` for sockets and for file systems mounted below the
 * root, `tool-failed` for the rest, such as a file that changed while it was read.
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
    // 1: a file changed; 2: a file could not be read.
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

/** Refuses mounts below the root, which tar would silently leave out. */
async function refuseMounts(root: string): Promise<void> {
  const path = await realpath(root);
  const mounts = mountsBelow(path, await readMountTable()).filter(({ target }) => target !== path);
  if (mounts.length === 0) return;
  throw new DebootcError(
    "layout-impossible",
    `cannot read the root ${root}: a file system is mounted below it: ${mounts.map(({ target }) => target).join(", ")}`,
    {
      hint: "Unmount it: its content is not part of the root. debootc doctor removes mounts that a crash left.",
    },
  );
}

/** Escapes the characters that tar would take for a pattern. */
function literal(name: string): string {
  return name.replace(/[\\*?[\]]/g, "\\$&");
}

/** Yields a program's output; if the stream breaks, throws the failure of the program, which says why. */
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

/** Separates the warnings about single files from everything else that tar said. */
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

/** Undoes the C escapes with which tar prints names (its quoting style `escape`). */
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
    throw new DebootcError("layout-impossible", `cannot put sockets into an image: ${sockets.join(", ")}`, {
      hint: "A service left them while packages were configured. Remove them by remove-files or in a postprocess script.",
    });
  }
  if (warnings.length > 0) {
    throw new DebootcError(
      "tool-failed",
      `tar reported warnings while reading ${root}:\n  ${warnings.join("\n  ")}`,
    );
  }
}
