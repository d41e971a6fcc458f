import { type PackageChange, packageChangeKinds } from "./package-change.ts";

/** Joins the changes of packages of one source that changed in the same way, sorted by source, kind and versions. */
export function groupChanges(single: readonly PackageChange[]): PackageChange[] {
  const alike = Map.groupBy(single, ({ source, change, from, to }) =>
    [source, String(packageChangeKinds.indexOf(change)), from, to].join("\n"),
  );
  return [...alike]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([, [first, ...others]]) => (first === undefined ? [] : [together([first, ...others])]));
}

function together(changes: readonly [PackageChange, ...PackageChange[]]): PackageChange {
  return {
    ...changes[0],
    packages: changes
      .flatMap(({ packages }) => packages)
      .sort((a, b) => order(a.name, b.name) || order(a.architecture, b.architecture)),
    sizeChange: changes.reduce((sum, { sizeChange }) => sum + sizeChange, 0),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
