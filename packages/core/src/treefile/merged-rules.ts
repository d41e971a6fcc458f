import type { DebconfAnswer } from "./keys/debconf-answer.ts";
import { localDestinationFault } from "./keys/image-path.ts";
import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { partsOfPair } from "./own-files.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { quoted } from "../text/quoted.ts";
import { checkSnapshot } from "./snapshot-rules.ts";
import { elsewhere, type DocumentFile } from "../document/document-file.ts";

/** What can only be judged when all files are merged: names given twice, and things both wanted and not. */
export function checkMerged({ single, lists }: Layer, problems: ProblemList): void {
  checkDestinations({ single, lists }, problems);
  checkSnapshot({ single, lists }, problems);
  const wanted = firstByName(lists.packages, ({ value }) => value);
  for (const { value, file, path } of lists.excludePackages) {
    const other = wanted.get(value);
    if (other === undefined) continue;
    const message = `${quoted(value)} is excluded here and wanted in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, within: value, hint: "Remove it from one of the two." }]);
  }
  // An including file may remove what an included one adds.
  const added = firstByName(lists.addFiles, ({ value: [, target], file }) => `${file.path} ${target}`);
  for (const { value, file, path } of lists.removeFiles) {
    const other = added.get(`${file.path} ${value}`);
    if (other === undefined) continue;
    const message = `${quoted(value)} is removed here and added in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, hint: "Remove it from one of the two." }]);
  }
  // An including file may answer anew.
  const question = ({ value, file }: Entry<DebconfAnswer>) =>
    `${file.path} ${value.package} ${value.question}`;
  for (const [{ value, file, path }, other] of repeats(lists.debconf, question)) {
    if (value.value === other.value.value) continue;
    const message = `${value.question} is answered otherwise in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, hint: "Remove one of the two." }]);
  }
  for (const [{ value, file, path }, other] of repeats(lists.users, ({ value: { name } }) => name)) {
    const message = `the account ${quoted(value.name)} is already defined in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path: [...path, "name"], message, hint: "Write all of it in one place." }]);
  }
  const numbered = lists.users.filter(({ value: { uid } }) => uid !== undefined);
  for (const [{ value, file, path }, other] of repeats(numbered, ({ value: { uid } }) => String(uid))) {
    if (value.name === other.value.name) continue;
    const message = `the uid ${value.uid} is already that of ${other.value.name} in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path: [...path, "uid"], message, hint: "Choose another number." }]);
  }
  for (const [{ value, file, path }, other] of repeats(lists.sources, ({ value: { id } }) => id)) {
    const message = `the source ${quoted(value.id)} is already defined in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [
      { path: [...path, "id"], message, hint: "Every source has an id of its own: rename one." },
    ]);
  }
}

/** Places that only some images have room for: what other keys say of them counts, whichever file has those. */
function checkDestinations({ single, lists }: Pick<Layer, "single" | "lists">, problems: ProblemList): void {
  for (const entry of lists.addFiles) {
    const [, target] = entry.value;
    const [, path] = partsOfPair(entry);
    const local = single.optUsrlocal?.value === "root" ? undefined : localDestinationFault(target);
    if (local !== undefined) problems.add(entry.file, [{ path, given: quoted(target), ...local }]);
    const machineId = single.machineIdCompat;
    if (machineId?.value !== false || target !== "/etc/machine-id") continue;
    const place = elsewhere(entry.file, machineId.file, machineId.path);
    const message = `${target} is added here and left out by machineid-compat in ${place}`;
    problems.add(entry.file, [{ path, message, hint: "Remove one of the two." }]);
  }
}

/** Keys that every whole treefile has. `faulty` are those that were given, but wrongly. */
export function checkRequired(
  { single }: Layer,
  outermost: DocumentFile,
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

type NameOf<T> = (entry: Entry<T>) => string;

function firstByName<T>(entries: readonly Entry<T>[], nameOf: NameOf<T>): Map<string, Entry<T>> {
  return new Map(entries.toReversed().map((entry) => [nameOf(entry), entry]));
}

/** Every entry whose name an earlier one has, with the first of that name. */
function repeats<T>(entries: readonly Entry<T>[], nameOf: NameOf<T>): [Entry<T>, Entry<T>][] {
  const first = firstByName(entries, nameOf);
  return entries.flatMap((entry): [Entry<T>, Entry<T>][] => {
    const other = first.get(nameOf(entry));
    return other === undefined || other === entry ? [] : [[entry, other]];
  });
}
