import type { Entry, Layer } from "./layer.ts";
import type { ProblemList } from "./problem-list.ts";
import { quoted } from "./quoted.ts";
import { elsewhere, type TreefileFile } from "./treefile-file.ts";

/** What can only be judged when all files are merged: names given twice, and packages both wanted and not. */
export function checkMerged({ lists }: Layer, problems: ProblemList): void {
  const wanted = firstByName(lists.packages, (name) => name);
  for (const { value, file, path } of lists.excludePackages) {
    const other = wanted.get(value);
    if (other === undefined) continue;
    const message = `${quoted(value)} is excluded here and wanted in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, within: value, hint: "Remove it from one of the two." }]);
  }
  const sources = firstByName(lists.sources, (source) => source.id);
  for (const entry of lists.sources) {
    const { value, file, path } = entry;
    const other = sources.get(value.id);
    if (other === undefined || other === entry) continue;
    const message = `the source ${quoted(value.id)} is already defined in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [
      { path: [...path, "id"], message, hint: "Every source has an id of its own: rename one." },
    ]);
  }
}

/** Keys that every whole treefile has. `faulty` are those that were given, but wrongly. */
export function checkRequired(
  { single }: Layer,
  outermost: TreefileFile,
  faulty: ReadonlySet<string>,
  problems: ProblemList,
): void {
  for (const [key, example] of required) {
    if (single[key] !== undefined || faulty.has(key)) continue;
    const message = "this key is missing, here and in all included treefiles";
    problems.add(outermost, [{ path: [key], message, hint: `Write \`${key}: ${example}\`.` }]);
  }
}

const required = [
  ["ref", "debian/${suite}/${basearch}/NAME"],
  ["suite", "trixie"],
] as const;

function firstByName<T>(entries: readonly Entry<T>[], nameOf: (value: T) => string): Map<string, Entry<T>> {
  const first = new Map<string, Entry<T>>();
  for (const entry of entries) {
    const name = nameOf(entry.value);
    if (!first.has(name)) first.set(name, entry);
  }
  return first;
}
