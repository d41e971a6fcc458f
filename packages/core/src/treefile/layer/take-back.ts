import { elsewhere, type Fault } from "../../document/document-file.ts";
import { quoted } from "../../text/quoted.ts";
import { givenValues, type Layer, type Slot, type SlotValue } from "./layer.ts";

/** Describes values that a later file takes back by naming them in another list. */
export interface TakingBack<Taken = unknown, By = unknown> {
  readonly from: Slot<Taken>;
  readonly by: Slot<By>;
  /** Returns the names by which a value can be taken back. */
  readonly namesOf: (value: Taken) => readonly string[];
  readonly nameOf: (value: By) => string;
}

/** Declares values that later files take back. */
export function takingBack<Taken, By>(rule: TakingBack<Taken, By>): TakingBack {
  return rule as unknown as TakingBack;
}

/** Removes the values that later files take back, so that of files which contradict each other the last one wins. */
export function takeBack(layer: Layer, rules: readonly TakingBack[]): Layer {
  const taken = new Set(rules.flatMap((rule) => takenBack(layer, rule)));
  return taken.size === 0 ? layer : layer.filter((value) => !taken.has(value));
}

/** The values of one file follow each other, so the last one that names a value is of its own file, or of a later one. */
function takenBack(layer: Layer, { from, by, namesOf, nameOf }: TakingBack): readonly SlotValue[] {
  const last = new Map(
    layer.flatMap((value, index) =>
      value.slot === by ? [[nameOf(value.value), { index, file: value.file }] as const] : [],
    ),
  );
  return layer.filter(
    (value, index) =>
      value.slot === from &&
      namesOf(value.value).some((name) => {
        const other = last.get(name);
        return other !== undefined && other.index > index && other.file !== value.file;
      }),
  );
}

/** Reports values that one file both gives and takes back; `words` are those of the two lists, such as `excluded`. */
export function contradictions(
  layer: Layer,
  { from, by, namesOf, nameOf }: TakingBack,
  words: { readonly given: string; readonly taken: string },
): readonly (Fault & { readonly in: SlotValue["file"] })[] {
  const byFile = Map.groupBy(givenValues(layer, from), ({ file }) => file);
  const firstIn = new Map(
    [...byFile].map(([file, entries]) => [
      file,
      new Map(entries.toReversed().flatMap((entry) => namesOf(entry.value).map((name) => [name, entry]))),
    ]),
  );
  return givenValues(layer, by).flatMap(({ value, file, path }) => {
    const name = nameOf(value);
    const other = firstIn.get(file)?.get(name);
    if (other === undefined) return [];
    const message = `${quoted(name)} is ${words.taken} here and ${words.given} in ${elsewhere(file, other.file, other.path)}`;
    return [{ in: file, path, message, within: name, hint: "Remove it from one of the two." }];
  });
}
