import { tagName } from "./gbp-upstream-tag.ts";

const extensions = "(?:gz|bz2|xz|lzma)";

/** Returns the file names that are upstream archives of a version (dpkg-source(1)): main, components, signatures. */
export function origArchives(names: readonly string[], source: string, upstream: string): string[] {
  const stem = escaped(`${source}_${upstream}.orig`);
  const form = new RegExp(`^${stem}(?:-[A-Za-z0-9][A-Za-z0-9-]*)?\\.tar\\.${extensions}(?:\\.asc)?$`);
  return names.filter((name) => form.test(name)).sort();
}

/** Returns whether the main upstream archive is among them. */
export function hasMainArchive(names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`\\.orig\\.tar\\.${extensions}$`).test(name));
}

/**
 * Returns the git tags that an upstream version may have: that of debian/gbp.conf, then the most common ones (DEP-14,
 * git-buildpackage).
 */
export function upstreamTags(upstream: string, gbpTag?: string): string[] {
  const name = tagName(upstream);
  return [...(gbpTag === undefined ? [] : [gbpTag]), `upstream/${name}`, `v${name}`, name];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
