import type { TreeResolver } from "../tree/tree-resolver.ts";
import type { PackageDatabase } from "../dpkg/package-database.ts";

/**
 * The source package of each path of a finished root, relative to it. File lists name files where packages put
 * them; in the root they may stand elsewhere: below the target of a merged directory, under a diverted name, or
 * where the layout moved them. Of sources that share a path, the first package by name counts.
 */
export function pathOwners(
  { packages, diversions, managedFiles }: PackageDatabase,
  resolver: TreeResolver,
): Map<string, string> {
  const owners = new Map<string, string>();
  const place = (path: string) => resolver.entry(layoutPath(path.replace(/^\/+/, "")));
  const diverted = new Map(diversions.map(({ from, ...rest }) => [from, rest]));
  const sources = new Map(packages.map(({ name, source }) => [name, source]));
  for (const { name, source, files } of [...packages].sort((a, b) => order(a.name, b.name))) {
    for (const listed of files) {
      if (!listed.startsWith("/") || listed === "/.") continue;
      const diversion = diverted.get(listed);
      const path = diversion === undefined || diversion.package === name ? listed : diversion.to;
      const there = place(path);
      if (!owners.has(there)) owners.set(there, source);
    }
  }
  for (const { package: name, path } of managedFiles) {
    const source = sources.get(name);
    const there = place(path);
    if (source !== undefined && !owners.has(there)) owners.set(there, source);
  }
  return owners;
}

/** Where the layout of ostree puts what packages install as `/boot/vmlinuz-<release>`. */
function layoutPath(path: string): string {
  const release = /^boot\/vmlinuz-([^/]+)$/.exec(path)?.[1];
  return release === undefined ? path : `usr/lib/modules/${release}/vmlinuz`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
