import type { ComposedPackage } from "@debootc/core/compose/packages-metadata";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { code, table } from "@debootc/core/text/markdown";
import { bar } from "./bar.ts";

const shown = 15;
const width = 30;

/** Draws the installed sizes of the largest source packages, as a table of bars; the rest is one line of it. */
export function sizePicture(
  packages: readonly Pick<ComposedPackage, "source" | "installedSize">[],
): string[] {
  const sizes = new Map<string, number>();
  for (const { source, installedSize = 0 } of packages)
    sizes.set(source, (sizes.get(source) ?? 0) + installedSize);
  const sorted = [...sizes]
    .filter(([, bytes]) => bytes > 0)
    .toSorted(([a, one], [b, two]) => two - one || (a < b ? -1 : 1));
  const [largest] = sorted;
  if (largest === undefined) return [];
  const total = sorted.reduce((sum, [, bytes]) => sum + bytes, 0);
  const rest = sorted.slice(shown);
  const rows = sorted
    .slice(0, shown)
    .map(([source, bytes]) => rowOf(code(source), bytes, { total, most: largest[1] }));
  const others = rest.reduce((sum, [, bytes]) => sum + bytes, 0);
  return table(
    ["source package", "installed", "", ""],
    others === 0
      ? rows
      : [...rows, rowOf(countOf(rest.length, "other"), others, { total, most: largest[1] })],
  );
}

function rowOf(
  name: string,
  bytes: number,
  { total, most }: { readonly total: number; readonly most: number },
): string[] {
  return [name, formatBytes(bytes), `${Math.round((bytes / total) * 100)} %`, bar(bytes / most, width)];
}
