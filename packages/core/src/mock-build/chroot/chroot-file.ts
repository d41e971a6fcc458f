import { checkedValue } from "../../document/checked-value.ts";
import type { Path } from "../../document/position-map.ts";
import type { ProblemList } from "../../document/problem-list.ts";
import { isUnreadable } from "../../document/read-file.ts";
import { unknownKeyFault } from "../../document/schema-faults.ts";
import { sourceFaults } from "../../treefile/keys/source-rules.ts";
import { linedText } from "../../document/text-place.ts";
import { type Fault, placeOf, type DocumentFile } from "../../document/document-file.ts";
import { readYamlDocument } from "../../document/yaml-document.ts";
import type { ChrootFilePlace, ReadChrootFile } from "./chroot-places.ts";
import { type ChrootInput, type ChrootKey, chrootKeys, chrootSchema } from "./chroot-schema.ts";
import { mountFaults } from "./mount-rules.ts";

/** One file of the configuration of chroots, and what of it has no errors: keys, and parts of some of them. */
export interface ChrootFile {
  readonly place: ChrootFilePlace;
  readonly file: DocumentFile;
  readonly input: ChrootInput;
  /** Names of the keys in which something is wrong. */
  readonly faulty: ReadonlySet<string>;
}

/** Reads a file and checks every key by itself, so that one mistake hides no other; undefined when there is no file. */
export function readChrootFile(
  place: ChrootFilePlace,
  read: ReadChrootFile,
  problems: ProblemList,
): ChrootFile | undefined {
  const content = read(place.path);
  if (content === undefined) return undefined;
  const faulty = new Set<string>();
  if (isUnreadable(content)) {
    const file: DocumentFile = { path: place.path, lined: linedText(""), root: undefined, within: [] };
    const { why, hint } = content;
    problems.addDiagnostic({
      severity: "error",
      code: "chroot-invalid",
      file: place.path,
      message: `the file ${why}`,
      ...(hint === undefined ? {} : { hint }),
    });
    return { place, file, input: {}, faulty: new Set(chrootKeys) };
  }
  const { lined, root, value, faults } = readYamlDocument(content, { mayBeEmpty: true });
  const file: DocumentFile = { path: place.path, lined, root, within: [] };
  for (const { offset, ...words } of faults) {
    problems.addDiagnostic({ ...placeOf(file, offset, "error"), ...words });
  }
  if (faults.length > 0) return { place, file, input: {}, faulty: new Set(chrootKeys) };
  const input: Record<string, unknown> = {};
  for (const [key, written] of Object.entries(value)) {
    const refused = keyFault(key, place);
    const checked = refused === undefined ? checkedKey(file, key as ChrootKey, written) : undefined;
    const wrong = checked?.faults ?? [refused as Fault];
    problems.add(file, wrong);
    if (wrong.length > 0) faulty.add(key);
    const sound = wrong.length === 0 ? checked?.value : soundParts(key, checked?.value, wrong);
    if (sound !== undefined) input[key] = sound;
  }
  return { place, file, input, faulty };
}

/** Keys whose parts are looked at again when all files are merged: a wrong part must not hide what is wrong with others. */
const judgedByPart: readonly string[] = ["sources", "plugins"] satisfies ChrootKey[];

/** A map or list without its faulty parts; a list has holes in their places, so that the others keep theirs. */
function soundParts(key: string, value: unknown, faults: readonly Fault[]): object | undefined {
  const parts = new Set(faults.map(({ path }) => path[1]));
  if (!judgedByPart.includes(key) || parts.has(undefined)) return undefined;
  const wrong = new Set([...parts].map(String));
  const sound = Object.entries(value as object).filter(([part]) => !wrong.has(part));
  return Object.assign(Array.isArray(value) ? [] : {}, Object.fromEntries(sound)) as object;
}

function keyFault(key: string, { kind, of }: ChrootFilePlace): Fault | undefined {
  const path = [key];
  if (!(chrootKeys as readonly string[]).includes(key)) {
    const fault = unknownKeyFault(path, chrootKeys);
    const hint = wordsElsewhere.get(key) ?? fault.hint;
    return hint === undefined ? fault : { ...fault, hint };
  }
  if (of === "all" && ofOneChroot.includes(key)) {
    const message = "this file is for all chroots, and the key says what one of them is";
    return { path, atKey: true, message, hint: "Write it into `chroots/NAME.yaml` beside this file." };
  }
  if (kind !== "config" || key !== "based-on") return undefined;
  const message = "the file adds to a chroot that the command names";
  return { path, atKey: true, message, hint: "Name that one on the command line, and remove the key." };
}

const ofOneChroot: readonly string[] = ["based-on", "architectures", "suite"] satisfies ChrootKey[];

/** Words of other builders, and of treefiles, whose meaning has another name here. */
const wordsElsewhere = new Map([
  ["architecture", "Write `architectures: [amd64]`."],
  ["arch", "Write `architectures: [amd64]`."],
  ["distribution", "Write `suite`."],
  ["include", "Write `based-on: NAME` to build upon another chroot."],
  ["extra-packages", "Write `packages`."],
  ["repositories", "Write `sources`."],
  ["timeout", "Write `limits: {time: 4h}`."],
  ["bind-mounts", "Write `mounts: [{type: bind, source: DIR, target: DIR}]`."],
  ["ccache", "Write `plugins: {ccache: {}}`."],
]);

function checkedKey(file: DocumentFile, key: ChrootKey, written: unknown) {
  // There are no variables here: `${name}` is text.
  const checked = checkedValue(chrootSchema.shape[key], file, [key], written, new Map(), isText);
  const between = betweenKeys[key];
  if (between === undefined || !Array.isArray(checked.value)) return checked;
  const more = checked.value.flatMap((item: unknown, index) => between(item, [key, index]));
  return { ...checked, faults: [...checked.faults, ...more] };
}

const isText = (_: Path, value: unknown) => typeof value === "string";

/** Lists whose items are maps, and what the keys of one item ask of each other. */
const betweenKeys: Partial<Record<ChrootKey, (item: unknown, path: Path) => readonly Fault[]>> = {
  sources: sourceFaults,
  mounts: mountFaults,
};
