import { formatSizeChange } from "../text/amount.ts";
import { code, table } from "../text/markdown.ts";
import type { PackageChange } from "./package-change.ts";

/** Formats the changes of packages as a table in Markdown, behind an empty line; nothing without any. */
export function packageTable(changes: readonly PackageChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => {
    const binaries = binariesOf(change).map((name) => code(name));
    return [
      code(change.source),
      change.change,
      code(change.from),
      code(change.to),
      formatSizeChange(change.sizeChange),
      binaries.join(" "),
    ];
  });
  return ["", ...table(["source", "", "old", "new", "size", "packages"], rows)];
}

/** Returns the binary packages of a change; none if the only one has the name of its source. */
export function binariesOf({ source, packages }: PackageChange): string[] {
  const names = packages.map(({ name, architecture }) =>
    packages.filter((other) => other.name === name).length > 1 ? `${name}:${architecture}` : name,
  );
  return names.length === 1 && names[0] === source ? [] : names;
}
