import { DebootcError } from "@debootc/core/error/debootc-error";
import { DpkgDatabase } from "@debootc/core/lint/subject/dpkg-database";
import { LintTree } from "@debootc/core/lint/subject/lint-tree";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { hasErrno } from "@debootc/tools/errno";
import { type OmittedFile, readRootAsTar } from "@debootc/tools/files/tar";
import { constants } from "node:fs";
import { access, lstat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { ReadSubject } from "./read-image.ts";
import { readInitramfs } from "./read-initramfs.ts";
import { readTree } from "./read-tree.ts";

/**
 * Reads an unpacked root, whatever is in it, without file systems mounted below it. In an ostree checkout or
 * deployment, `/usr/etc` is read as the `/etc` that the image had. Throws `usage` for files that this user may not
 * read.
 */
export async function readRoot(directory: string, signal: AbortSignal): Promise<ReadSubject> {
  await refuseClosed(directory);
  const rename = await renamingOf(directory);
  const deleting = new Set<string>();
  const sockets = new Set<string>();
  async function* members(): AsyncGenerator<TarMember, void, undefined> {
    const omitted: OmittedFile[] = [];
    const archive = readRootAsTar(directory, { signal, onOmitted: (file) => omitted.push(file) });
    for await (const { entry, body } of readTar(archive, { readName: escapedName })) {
      const renamed = renamedEntry(entry, rename);
      if (renamed === undefined) continue;
      if (/(?:^|\/)\.wh\.[^/]*$/.test(renamed.path)) deleting.add(`/${renamed.path}`);
      else yield { entry: renamed, body };
    }
    refuseUnreadable(directory, omitted);
    for (const { path, reason } of omitted) {
      const name = rename(escapedName(path));
      if (reason !== "socket" || name === undefined) continue;
      sockets.add(name);
      yield { entry: { ...pipe, path: name }, body: Readable.from([]) };
    }
  }
  const { merged, contentOf, unread } = await readTree([members], signal);
  const tree = new LintTree(merged, { contentOf, sockets });
  return {
    subject: {
      tree,
      dpkg: new DpkgDatabase(tree),
      initramfs: await readInitramfs(tree, signal),
      packagedModes: [],
      packagesRead: new Set(),
      directory,
      deleting: [...deleting],
    },
    unread,
  };
}

const pipe = { type: "fifo", mode: 0, uid: 0, gid: 0, size: 0, mtime: 0, xattrs: new Map() } as const;

/** Maps a path to its name in the image; undefined for what is not part of the image. */
type Rename = (path: string) => string | undefined;

async function renamingOf(directory: string): Promise<Rename> {
  if (!(await isPresent(join(directory, "usr/etc")))) return (path) => path;
  const ownEtc = await isPresent(join(directory, "etc"));
  // An image with both is faulty, which a rule reports.
  if (ownEtc && !isDeployment(directory)) return (path) => path;
  return (path) => {
    if (path === "etc" || path.startsWith("etc/")) return undefined;
    return path === "usr/etc" || path.startsWith("usr/etc/") ? path.slice("usr/".length) : path;
  };
}

/** Recognises `ostree/deploy/<stateroot>/deploy/<checksum>.<serial>` and the root of a running system. */
function isDeployment(directory: string): boolean {
  return (
    directory === "/" ||
    (/^[0-9a-f]{64}\.[0-9]+$/.test(basename(directory)) && basename(dirname(directory)) === "deploy")
  );
}

async function isPresent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function renamedEntry(entry: TarEntry, rename: Rename): TarEntry | undefined {
  const path = rename(relative(entry.path));
  if (path === undefined) return undefined;
  if (entry.type !== "hardlink") return { ...entry, path };
  const linkPath = rename(relative(entry.linkPath ?? ""));
  return linkPath === undefined ? undefined : { ...entry, path, linkPath };
}

function relative(path: string): string {
  return path.replace(/^\.\//, "");
}

async function refuseClosed(directory: string): Promise<void> {
  try {
    await access(directory, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (hasErrno(error, "EACCES")) throw unreadable(`cannot read ${directory}`);
    throw error;
  }
}

const namedAtMost = 5;

function refuseUnreadable(directory: string, omitted: readonly OmittedFile[]): void {
  const paths = omitted
    .filter(({ reason }) => reason === "unreadable")
    .map(({ path }) => printableName(escapedName(path)));
  if (paths.length === 0) return;
  const more = paths.length > namedAtMost ? ` and ${paths.length - namedAtMost} more` : "";
  throw unreadable(
    `cannot read these files in ${directory}: ${paths.slice(0, namedAtMost).join(", ")}${more}`,
  );
}

function unreadable(message: string): DebootcError {
  return new DebootcError("usage", message, { hint: "Run debootc as root, or where you can use sudo." });
}
