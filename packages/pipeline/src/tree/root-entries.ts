import { DebootcError } from "@debootc/core/error/debootc-error";
import type { TarEntry, TarEntryType, TarMember } from "@debootc/core/tar/entry";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { readRootAsTar } from "@debootc/tools/files/tar";

/** Describes an entry of a root with its bytes: a body must be read before the next entry is requested, or not at all. */
export type RootEntry = TarMember;

interface RootEntriesOptions {
  /** Time of the compose, in seconds since 1970: files that are not older were made by it. */
  readonly timestamp: number;
  /** Directories of the root, such as `dev`, that are listed without their content. */
  readonly withoutContentsOf?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Yields the entries of a finished root, the same for equal roots wherever they are. The root itself comes first as `.`;
 * all other paths are relative without `./`, directories without a slash at the end, sorted by bytes within each
 * directory, a directory before its content. Files keep the time that their package gave them; whatever the compose
 * made has the time 0, which everything has where ostree deploys it, so that equal content is equal in every compose.
 * A hardlink names the first of its group, which came before, and carries its attributes. `security.selinux` is left
 * out: it belongs to the machine that boots.
 *
 * Throws `layout-impossible` with the names of what no image can hold: devices, pipes, sockets, names that are not UTF-8
 * or that mean a deletion in a layer, mounts below the root.
 */
export async function* rootEntries(
  root: string,
  { timestamp, ...options }: RootEntriesOptions,
): AsyncGenerator<RootEntry, void, undefined> {
  const xattrsByPath = new Map<string, TarEntry["xattrs"]>();
  const refused: string[] = [];
  for await (const { entry: listed, body } of readTar(readRootAsTar(root, options), {
    readName: escapedName,
  })) {
    const entry = normalised(listed, timestamp);
    const reason = reasonToRefuse(entry);
    if (reason !== undefined) refused.push(`${printableName(entry.path)} (${reason})`);
    // The rest is read only to report all errors at once.
    if (refused.length > 0) continue;

    if (entry.type !== "hardlink") {
      if (entry.type !== "directory" && entry.xattrs.size > 0) xattrsByPath.set(entry.path, entry.xattrs);
      yield { entry, body };
      continue;
    }
    // GNU tar lists attributes with the first name only, but Docker sets the owner of each name as it unpacks it,
    // which clears a capability of the file unless the same entry sets it again.
    yield { entry: { ...entry, xattrs: xattrsByPath.get(entry.linkPath ?? "") ?? entry.xattrs }, body };
  }
  if (refused.length > 0) throw notForImages(refused);
}

function normalised(entry: TarEntry, timestamp: number): TarEntry {
  return {
    ...entry,
    path: relative(entry.path),
    // The time of a directory is that of its newest entry: the time of the build.
    mtime: entry.type === "directory" || entry.mtime >= timestamp ? 0 : Math.max(0, entry.mtime),
    ...(entry.type === "hardlink" ? { linkPath: relative(entry.linkPath ?? "") } : {}),
    xattrs: entry.xattrs.has("security.selinux")
      ? new Map([...entry.xattrs].filter(([name]) => name !== "security.selinux"))
      : entry.xattrs,
  };
}

function relative(path: string): string {
  return path.startsWith("./") ? path.slice(2) : path;
}

const refusedTypes: Partial<Record<TarEntryType, string>> = {
  character: "character device",
  block: "block device",
  fifo: "named pipe",
};

function reasonToRefuse({ type, path, linkPath = "" }: TarEntry): string | undefined {
  if (!path.isWellFormed()) return "its name is not UTF-8";
  if (!linkPath.isWellFormed()) return "it leads to a name that is not UTF-8";
  const name = path.slice(path.lastIndexOf("/") + 1);
  // OCI image specification, layer.md, whiteouts.
  return refusedTypes[type] ?? (name.startsWith(".wh.") ? "its name would delete a file" : undefined);
}

const namedAtMost = 20;

function notForImages(refused: readonly string[]): DebootcError {
  const more = refused.length > namedAtMost ? ` and ${refused.length - namedAtMost} more` : "";
  return new DebootcError(
    "layout-impossible",
    `the root contains what no image can hold: ${refused.slice(0, namedAtMost).join(", ")}${more}`,
    { hint: "Remove them with remove-files or in a postprocess script of the treefile." },
  );
}
