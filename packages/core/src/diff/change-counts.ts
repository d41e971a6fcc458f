import { formatCount } from "../text/amount.ts";
import { type PackageChangeKind, packageChangeKinds } from "./package-change.ts";

/** Returns how many packages were changed in which way: `1 added, 5 upgraded`. */
export function countsOf(counts: Readonly<Record<PackageChangeKind, number>>): string {
  const words = packageChangeKinds.flatMap((kind) =>
    counts[kind] === 0 ? [] : [`${formatCount(counts[kind])} ${kind}`],
  );
  return words.join(", ") || "unchanged";
}
