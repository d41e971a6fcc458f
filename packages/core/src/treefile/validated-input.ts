import { type CheckedValue, checkedValue } from "../document/checked-value.ts";
import type { ReadTreefile } from "./include.ts";
import { keyFault } from "./known-keys.ts";
import type { TreefileInput } from "./layer-of.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import type { TreefileKey } from "./layer/treefile-key.ts";
import { treefileKeys } from "./treefile-keys.ts";
import type { Variables } from "../document/variables.ts";

/** Holds the valid part of a treefile, variables replaced, and the names of the keys that have errors. */
export interface ValidatedInput {
  readonly input: TreefileInput;
  readonly faulty: ReadonlySet<string>;
}

const keys = new Map<string, TreefileKey>(treefileKeys.map((key) => [key.name, key as TreefileKey]));

/** Checks every key of a file, and every item of a list, by itself, so that one mistake hides no other. */
export function validatedInput(
  file: ReadTreefile,
  variables: Variables,
  problems: ProblemList,
): ValidatedInput {
  const input: Record<string, unknown> = {};
  const faulty = new Set<string>();
  for (const [name, written] of Object.entries(file.value)) {
    const key = keys.get(name);
    if (key === undefined) {
      problems.add(file, [keyFault(name)]);
      continue;
    }
    if (key.isReadFirst) continue;
    const { value, faults, unreplaced } = checkedKey(file, key, written, variables);
    problems.add(file, faults);
    const wrong = [...faults.map((fault) => fault.path), ...unreplaced];
    if (wrong.length > 0) faulty.add(name);
    const right = withoutItems(value, wrong);
    if (right !== undefined) input[name] = right;
  }
  return { input, faulty };
}

function checkedKey(
  file: ReadTreefile,
  { name, schema, keepsVariables, faults }: TreefileKey,
  written: unknown,
  variables: Variables,
): CheckedValue {
  const isLeftAlone = (_: Path, value: unknown) => keepsVariables && typeof value === "string";
  const checked = checkedValue(schema, file, [name], written, variables, isLeftAlone);
  return { ...checked, faults: [...checked.faults, ...faults(checked.value, [name])] };
}

/** Returns the value without the list items at the given places; undefined if the whole of it is wrong. */
function withoutItems(value: unknown, wrong: readonly Path[]): unknown {
  if (wrong.length === 0) return value;
  const items = wrong.map((path) => path[1]);
  const wrongItems = new Set(items);
  if (!Array.isArray(value) || items.some((item) => typeof item !== "number")) return undefined;
  return value.map((item, index) => (wrongItems.has(index) ? undefined : item));
}
