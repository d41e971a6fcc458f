import { DebootcError } from "@debootc/core/error/debootc-error";
import type { TarEntry, TarEntryType, TarMember } from "@debootc/core/tar/entry";

/**
 * Passes on the members of an archive from anywhere, as far as unpacking them can touch nothing but the directory that
 * they are for. Every member is below a directory that is a member itself, so that no link leads out; a hard link is
 * another name of a file before it; nothing has two members. A device is only what marks a removed name in a layer of an
 * overlay. Where the content is debootc's own, and not a tree of a system, there is nothing but plain files and
 * directories. Throws `archive-invalid`.
 */
export async function* harmlessMembers(
  members: AsyncIterable<TarMember>,
  isSystem: boolean,
): AsyncGenerator<TarMember, void, undefined> {
  const seen = new Map<string, TarEntryType>();
  for await (const { entry, body } of members) {
    const path = plainPath(entry);
    refuseUnless(!seen.has(path), entry, "is there twice");
    if (path === ".") refuseUnless(entry.type === "directory", entry, "is not a directory");
    else refuseUnless(seen.get(parentOf(path)) === "directory", entry, "is not below a directory of its own");
    refuseType(entry, isSystem);
    if (entry.type === "hardlink") {
      const target = seen.get(plainPath({ ...entry, path: entry.linkPath ?? "" }));
      refuseUnless(target !== undefined && target !== "directory", entry, "links to nothing before it");
    }
    for (const name of entry.xattrs.keys())
      refuseUnless(isSystem && attributePattern.test(name), entry, `has the extended attribute ${name}`);
    seen.set(path, entry.type);
    yield { entry, body };
  }
  refuseUnless(seen.has("."), { path: "the archive" }, "is empty");
}

/** Attributes that packages and overlays have. Others, such as those of integrity measurement, act on this machine. */
const attributePattern =
  /^(security\.capability|user\..+|trusted\.overlay\..+|system\.posix_acl_(access|default))$/;

function refuseType({ type, mode, device, ...entry }: TarEntry, isSystem: boolean): void {
  const isPlain = type === "file" || type === "directory" || type === "hardlink";
  const isWhiteout = type === "character" && device?.major === 0 && device.minor === 0;
  const isAllowed = isPlain || (isSystem && (type === "symlink" || type === "fifo" || isWhiteout));
  refuseUnless(isAllowed, entry, `is a ${type}`);
  refuseUnless(isSystem || (mode & 0o7000) === 0, entry, `has the mode ${mode.toString(8)}`);
}

/** Returns a path as GNU tar writes it, without the `./` before it. */
function plainPath(entry: Pick<TarEntry, "path">): string {
  if (entry.path === "." || entry.path === "./") return ".";
  const path = entry.path.startsWith("./") ? entry.path.slice(2) : entry.path;
  const parts = path.split("/");
  refuseUnless(
    parts.every((part) => part !== "" && part !== "." && part !== ".."),
    entry,
    "leads elsewhere",
  );
  return path;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

function refuseUnless(isAllowed: boolean, { path }: Pick<TarEntry, "path">, what: string): void {
  if (isAllowed) return;
  throw new DebootcError("archive-invalid", `${JSON.stringify(path)} in its archive ${what}`);
}
