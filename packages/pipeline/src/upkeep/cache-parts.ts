import { join } from "node:path";

/** Names the parts of a cache directory; each is a directory of that name. */
export const cacheParts = ["steps", "debs", "sources", "indexes", "plugins", "chroots"] as const;
export type CachePart = (typeof cacheParts)[number];

/** Holds what may be lost with a part: nothing but time, or the work of a person. */
export const isDisposable: Readonly<Record<CachePart, boolean>> = {
  steps: true,
  debs: true,
  sources: true,
  indexes: true,
  plugins: true,
  chroots: false,
};

export function pathOfPart(cacheDir: string, part: CachePart): string {
  return join(cacheDir, part);
}
