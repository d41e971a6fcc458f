import { accountCheckFaults } from "./keys/account-check-schema.ts";
import { type CheckedValue, checkedValue } from "../document/checked-value.ts";
import type { ReadTreefile } from "./include.ts";
import { keyFault } from "./known-keys.ts";
import { includeKeys } from "./named-includes.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { type TreefileInput, type TreefileKey, treefileSchema } from "./schema.ts";
import { sourceFaults } from "./keys/source-rules.ts";
import type { Fault } from "../document/document-file.ts";
import { userFaults } from "./keys/user-rules.ts";
import { varRuleFaults } from "./keys/var-policy-schema.ts";
import type { Variables } from "../document/variables.ts";

/** What of a treefile is right, with its variables replaced, and the names of the keys in which something is not. */
export interface ValidatedInput {
  /** A list item that is not right is undefined, so that the others keep their index. */
  readonly input: TreefileInput;
  readonly faulty: ReadonlySet<string>;
}

// Checked while the files are read, because the other files follow from them.
const checkedBefore: readonly string[] = [...includeKeys, "variables"];

/** Checks every key of a file, and every item of a list, by itself, so that one mistake hides no other. */
export function validatedInput(
  file: ReadTreefile,
  variables: Variables,
  problems: ProblemList,
): ValidatedInput {
  const input: Record<string, unknown> = {};
  const faulty = new Set<string>();
  for (const [key, written] of Object.entries(file.value)) {
    if (checkedBefore.includes(key)) continue;
    const unknown = keyFault(key);
    if (unknown !== undefined) {
      problems.add(file, [unknown]);
      continue;
    }
    const { value, faults, unreplaced } = checkedKey(file, key as TreefileKey, written, variables);
    problems.add(file, faults);
    const wrong = [...faults.map((fault) => fault.path), ...unreplaced];
    if (wrong.length > 0) faulty.add(key);
    const right = withoutItems(value, wrong);
    if (right !== undefined) input[key] = right;
  }
  return { input, faulty };
}

function checkedKey(
  file: ReadTreefile,
  key: TreefileKey,
  written: unknown,
  variables: Variables,
): CheckedValue {
  // In a script `${name}` is the shell's.
  const isScript = (_: Path, value: unknown) => key === "postprocess" && typeof value === "string";
  const checked = checkedValue(treefileSchema.shape[key], file, [key], written, variables, isScript);
  const faultsOf = betweenKeys[key];
  const faultsOfMap = withinMap[key];
  if (faultsOfMap !== undefined) {
    return { ...checked, faults: [...checked.faults, ...faultsOfMap(checked.value, [key])] };
  }
  if (faultsOf === undefined || !Array.isArray(checked.value)) return checked;
  const between = checked.value.flatMap((item, index) => faultsOf(item, [key, index]));
  return { ...checked, faults: [...checked.faults, ...between] };
}

/** Maps, and what their keys ask of each other. */
const withinMap: typeof betweenKeys = {
  "check-passwd": accountCheckFaults,
  "check-groups": accountCheckFaults,
};

/** Lists whose items are maps, and what the keys of one item ask of each other. */
const betweenKeys: Partial<Record<TreefileKey, (item: unknown, path: Path) => readonly Fault[]>> = {
  sources: sourceFaults,
  users: userFaults,
  "var-policy": varRuleFaults,
};

/** The value without the list items at the given places; undefined when the whole of it is wrong. */
function withoutItems(value: unknown, wrong: readonly Path[]): unknown {
  if (wrong.length === 0) return value;
  const items = wrong.map((path) => path[1]);
  const wrongItems = new Set(items);
  if (!Array.isArray(value) || items.some((item) => typeof item !== "number")) return undefined;
  return value.map((item, index) => (wrongItems.has(index) ? undefined : item));
}
