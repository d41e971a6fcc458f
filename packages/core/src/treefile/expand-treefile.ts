import type { ExpandedTreefile, ExpandedValue, ValueOrigin } from "./expanded-treefile.ts";
import type { ReadTreefile } from "./include.ts";
import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { originOf } from "../document/origin.ts";
import { type Path, pathText } from "../document/position-map.ts";
import { type TreefileInput, treefileKeys } from "./schema.ts";
import { inclusionsOf, type DocumentFile } from "../document/document-file.ts";
import { type TreefileDefault, treefileDefaults } from "./treefile-defaults.ts";
import { inclusionPlace, valueOrigin } from "./value-origin.ts";
import type { VariableScope } from "./variable-scope.ts";

interface LoadedPart {
  readonly file: ReadTreefile;
  /** What the file says, its variables replaced. */
  readonly input: TreefileInput;
  readonly layer: Layer;
}

interface Loaded {
  readonly path: string;
  readonly architecture: string;
  /** In the order of merging. */
  readonly parts: readonly LoadedPart[];
  readonly merged: Layer;
  readonly scope: VariableScope;
}

/** The merged treefile, value by value, with where each of them comes from. */
export function expandTreefile(loaded: Loaded): ExpandedTreefile {
  const { path, architecture, parts } = loaded;
  const given = givenValues(loaded);
  const isGiven = (of: Path) => given.some((value) => startsWith(value.path, of));
  const defaults = treefileDefaults().flatMap((one) => forEachItem(one, given));
  const notGiven = defaults.filter((one) => !isGiven(one.path));
  // A map that is absent as a whole has no values by default.
  const absent = notGiven.filter(
    ({ path: of }) =>
      !notGiven.some((map) => map.absent !== undefined && map.path !== of && startsWith(of, map.path)),
  );
  const byDefault = absent.flatMap(({ path: of, value }): ExpandedValue[] =>
    value === undefined
      ? []
      : leavesOf(value, of).map((leaf) => ({
          path: [...leaf.path],
          value: leaf.value as ExpandedValue["value"],
          origin: { from: "default" },
        })),
  );
  return {
    file: path,
    architecture,
    files: parts.map(({ file }) => ({
      file: file.path,
      ...(file.within.length === 0 ? {} : { within: pathText(file.within) }),
      includedBy: inclusionsOf(file).map(inclusionPlace),
    })),
    variables: variablesOf(loaded.scope),
    values: inOrder([...given, ...byDefault], defaults),
    unset: absent.flatMap(({ path: of, absent: meaning }) =>
      meaning === undefined ? [] : [{ path: [...of], meaning }],
    ),
  };
}

/** Every value of the merged layer, and what it takes the place of. */
function givenValues({ parts, merged, scope }: Loaded): ExpandedValue[] {
  const partOf = new Map<DocumentFile, LoadedPart>(parts.map((part) => [part.file, part]));
  // A text may be one word of what is written; anything else is shown in the form that a treefile has it in.
  const shown = ({ value, file, path }: Entry<unknown>) =>
    typeof value === "string" ? value : valueAt(partOf.get(file)?.input, path);
  const valuesOf = (entry: Entry<unknown>, path: Path, others: readonly Entry<unknown>[]) =>
    leavesOf(shown(entry), []).map(({ path: inner, value }): ExpandedValue => {
      const at = [...entry.path, ...inner];
      const origin = valueOrigin(
        { file: entry.file, path: at, value, written: valueAt(partOf.get(entry.file)?.file.value, at) },
        scope,
      );
      const overrides = others.map((other) => ({
        ...originOf(other),
        value: shown(other) as ExpandedValue["value"],
      }));
      return {
        path: [...path, ...inner],
        value: value as ExpandedValue["value"],
        origin: overrides.length === 0 ? origin : { ...origin, overrides },
      };
    });
  const lists = Object.values(merged.lists).flatMap((entries: readonly Entry<unknown>[]) =>
    entries.flatMap((entry, index) => valuesOf(entry, [...listPath(entry.path), index], [])),
  );
  const singles = [...singlesOf(merged)].flatMap(([name, entry]) => {
    const others = parts.flatMap(({ layer }) => singlesOf(layer).get(name) ?? []);
    return valuesOf(
      entry,
      entry.path,
      others.filter((other) => other !== entry),
    );
  });
  return [...singles, ...lists];
}

/** What a layer has one value of: its single values and the values of its maps, by their path. */
function singlesOf({ single, lists: _lists, ...maps }: Layer): ReadonlyMap<string, Entry<unknown>> {
  const entries: Entry<unknown>[] = [
    ...Object.values(single),
    ...Object.values(maps).flatMap((map) => [...map.values()]),
  ];
  return new Map(entries.map((entry) => [pathText(entry.path), entry]));
}

/** Packages of one architecture are merged with those of all. */
function listPath([key = "", ...rest]: Path): Path {
  return [String(key).startsWith("packages-") ? "packages" : key, ...rest.slice(0, -1)];
}

function variablesOf(scope: VariableScope): ExpandedTreefile["variables"] {
  const { variables, definitions } = scope;
  return [...variables.keys()].sort().flatMap((name) => {
    const value = variables.get(name);
    const definition = definitions.get(name);
    if (value === undefined) return [];
    const origin: ValueOrigin =
      definition === undefined
        ? { from: "architecture" }
        : valueOrigin({ ...definition, value, written: definition.text }, scope);
    return [{ name, value, origin }];
  });
}

function leavesOf(value: unknown, path: Path): readonly { readonly path: Path; readonly value: unknown }[] {
  if (value === null || typeof value !== "object") return [{ path, value }];
  const members: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return members.length === 0
    ? [{ path, value }]
    : members.flatMap(([step, member]) => leavesOf(member, [...path, step]));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) => (part as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}

/** By the keys of the schema, then by the items of a list, then by the keys of an item. */
function inOrder(values: readonly ExpandedValue[], members: readonly PlacedDefault[]): ExpandedValue[] {
  const key = ({ path }: ExpandedValue) => (treefileKeys as readonly unknown[]).indexOf(path[0]);
  const index = ({ path }: ExpandedValue) => (typeof path[1] === "number" ? path[1] : 0);
  const member = ({ path }: ExpandedValue) =>
    members.findLastIndex((one) => one.path.length > 1 && startsWith(path, one.path));
  return [...values].sort((a, b) => key(a) - key(b) || index(a) - index(b) || member(a) - member(b));
}

type PlacedDefault = Omit<TreefileDefault, "path"> & { readonly path: Path };

/** A default of every item of a list, for each item that is there. */
function forEachItem(of: TreefileDefault, given: readonly ExpandedValue[]): readonly PlacedDefault[] {
  const star = of.path.indexOf("*");
  if (star < 0) return [of];
  const [list, rest] = [of.path.slice(0, star), of.path.slice(star + 1)];
  const items = given.filter(({ path }) => startsWith(path, list)).map(({ path }) => path[star]);
  return [...new Set(items)].map((item) => ({ ...of, path: [...list, item ?? 0, ...rest] }));
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, depth) => path[depth] === step);
}
