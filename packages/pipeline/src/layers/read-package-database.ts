import type { PackageDatabase } from "@debootc/core/dpkg/package-database";
import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import { parseDiversions, parseUcfRegistry } from "@debootc/core/dpkg/path-registries";
import { updateInterval } from "@debootc/core/layers/update-interval";
import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { treeResolver } from "@debootc/core/tree/tree-resolver";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** Where the database is in trees of debootc, and where dpkg itself has it. */
const places = ["usr/lib/sysimage/dpkg", "var/lib/dpkg"];

/** In bytes: a changelog that unpacks to more counts as missing. Its newest entries, which come first, need less. */
const changelogLimit = 32 * 1024 * 1024;

/**
 * Reads from a root what dpkg knows about its files. The listing says which files exist and resolves links inside the
 * root, so nothing outside it is read. A root without dpkg has no packages.
 */
export async function readPackageDatabase(
  root: string,
  entries: readonly TreeEntry[],
): Promise<PackageDatabase> {
  const files = new Set(entries.filter(({ digest }) => digest !== undefined).map(({ path }) => path));
  const resolver = treeResolver(entries);
  const isFile = (path: string) => files.has(resolver.target(path) ?? "");
  const dpkg = places.find((place) => isFile(`${place}/status`)) ?? "usr/lib/sysimage/dpkg";
  const read = async (path: string): Promise<Buffer | undefined> => {
    const target = resolver.target(path);
    return target !== undefined && files.has(target) ? readFile(join(root, target)) : undefined;
  };
  const text = async (path: string) => (await read(path))?.toString() ?? "";

  const changelogOf = async (name: string): Promise<string> => {
    for (const file of ["changelog.Debian.gz", "changelog.gz"]) {
      const packed = await read(`usr/share/doc/${name}/${file}`);
      if (packed !== undefined) return unpacked(packed);
    }
    return "";
  };
  const installed = async (stanza: InstalledPackage) => {
    const info = `${dpkg}/info/${stanza.name}`;
    const list = (await read(`${info}:${stanza.architecture}.list`)) ?? (await read(`${info}.list`));
    const interval = updateInterval(await changelogOf(stanza.name));
    return {
      ...stanza,
      files: list?.toString().split("\n").filter(Boolean) ?? [],
      ...(interval === undefined ? {} : { updateInterval: interval }),
    };
  };
  const packages = [];
  for (const stanza of parseInstalledPackages(await text(`${dpkg}/status`)))
    packages.push(await installed(stanza));
  return {
    packages,
    diversions: parseDiversions(await text(`${dpkg}/diversions`)),
    managedFiles: parseUcfRegistry(await text("usr/lib/sysimage/ucf/registry")),
  };
}

async function unpacked(packed: Buffer): Promise<string> {
  try {
    return (await promisify(gunzip)(packed, { maxOutputLength: changelogLimit })).toString("latin1");
  } catch {
    return "";
  }
}
