import { posix } from "node:path";
import { checkedValue } from "../document/checked-value.ts";
import { type DecidedCondition, decideConditions } from "./decide-conditions.ts";
import { type Path, pathText } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { archInclude, conditionalInclude, include } from "./keys/include/include.ts";
import { repeatedEntries } from "./layer/repeats.ts";
import type { Fault, Inclusion, DocumentFile } from "../document/document-file.ts";
import type { VariableScope } from "./variable-scope.ts";

/** Holds one path that a file includes, as it is written and as it was understood. */
export interface IncludedPath extends Inclusion {
  readonly written: string;
  readonly meant: string;
}

/** Describes a treefile within another one, in place of a path under `conditional-include`. */
export interface InlineTreefile extends Inclusion {
  readonly value: Readonly<Record<string, unknown>>;
}

export interface NamedIncludes {
  /** In the order of merging: `include`, `arch-include`, then every `conditional-include` whose conditions hold. */
  readonly includes: readonly (IncludedPath | InlineTreefile)[];
  /** Those whose conditions do not hold. */
  readonly passedOver: readonly InlineTreefile[];
  readonly decided: readonly DecidedCondition[];
  /** False when something could not be understood: then more may have been meant. */
  readonly complete: boolean;
}

/** The keys that name what a file includes, in the order of merging. */
const includeKeys = [include, archInclude, conditionalInclude];

interface Surroundings {
  readonly scope: VariableScope;
  readonly architecture: string;
  readonly problems: ProblemList;
}

/** Finds everything that one file includes, for one architecture. Reports what is wrong with it. */
export function namedIncludes(
  file: DocumentFile,
  value: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): NamedIncludes {
  const { architecture, problems } = surroundings;
  const checked = checkedIncludes(file, value, surroundings);
  const byArchitecture = isMap(value["arch-include"]) ? value["arch-include"][architecture] : undefined;
  const conditional = conditionalItems(file, value["conditional-include"], checked, surroundings);
  const named = [
    ...itemsAt(["include"], value["include"], []),
    ...itemsAt(["arch-include", architecture], byArchitecture, []),
    ...conditional.flatMap(({ path, include, holds, decided }) =>
      holds === true ? itemsAt(path, include, decided) : [],
    ),
  ];
  const sound = named.filter(({ path }) => !checked.isFaulty(path));
  const includes = sound.map(({ value: written, ...item }) =>
    isMap(written)
      ? { file, ...item, value: written }
      : { file, ...item, written: String(written), meant: String(checked.meant(item.path)) },
  );
  const paths = includes.flatMap((one) =>
    "meant" in one ? [{ value: posix.normalize(one.meant), file, path: one.path }] : [],
  );
  problems.add(file, repeatedEntries(paths), "warning");
  return {
    includes,
    passedOver: conditional.flatMap(({ path, include, holds }) =>
      holds !== true && isMap(include) ? [{ file, path, conditions: [], value: include }] : [],
    ),
    decided: conditional.flatMap(({ decided }) => decided),
    complete: checked.isSound && conditional.every(({ holds }) => holds !== undefined),
  };
}

interface CheckedIncludes {
  readonly isSound: boolean;
  readonly isFaulty: (path: Path) => boolean;
  /** The value at a path once its variables are replaced. */
  readonly meant: (path: Path) => unknown;
}

function checkedIncludes(
  file: DocumentFile,
  value: Readonly<Record<string, unknown>>,
  { scope, problems }: Surroundings,
): CheckedIncludes {
  const replaced: Record<string, unknown> = {};
  const faulty = new Set<string>();
  for (const { name, schema } of includeKeys) {
    if (value[name] === undefined) continue;
    const checked = checkedValue(schema, file, [name], value[name], scope.variables, isLeftAlone);
    const explained = new Set(checked.faults.map(({ path }) => pathText(path)));
    const silent = scope.complete ? checked.unreplaced.filter((path) => !explained.has(pathText(path))) : [];
    problems.add(file, [
      ...checked.faults.map(withScope),
      ...silent.map((path) => ({ path, ...withoutValue })),
    ]);
    for (const path of [...explained, ...silent.map(pathText)]) faulty.add(path);
    replaced[name] = checked.value;
  }
  // An error in a map or list is an error in everything in it.
  const isFaulty = (path: Path) => path.some((_, depth) => faulty.has(pathText(path.slice(0, depth + 1))));
  return { isSound: faulty.size === 0, isFaulty, meant: (path) => valueAt(replaced, path) };
}

/** Conditions know variables by name, and a treefile in place is checked as a file of its own. */
function isLeftAlone([key, , part, ...deeper]: Path, value: unknown): boolean {
  if (key !== "conditional-include") return false;
  return part === "if"
    ? typeof value === "string"
    : part === "include" && deeper.length === 0 && isMap(value);
}

function conditionalItems(
  file: DocumentFile,
  written: unknown,
  { isFaulty }: CheckedIncludes,
  { scope, problems }: Surroundings,
) {
  return (Array.isArray(written) ? written : []).flatMap((item: unknown, index) => {
    const path = ["conditional-include", index];
    if (!isMap(item) || isFaulty(path)) return [];
    const { if: conditions, include } = item;
    const at = [...path, "if"];
    const decision = decideConditions({ file, path: at, written: conditions }, scope, problems);
    const holds = isFaulty(at) ? undefined : decision.holds;
    return [{ path: [...path, "include"], include, ...decision, holds }];
  });
}

function itemsAt(
  path: Path,
  written: unknown,
  decided: readonly DecidedCondition[],
): readonly (Pick<Inclusion, "path" | "conditions"> & { readonly value: unknown })[] {
  if (written === undefined) return [];
  const conditions = decided.map(({ text }) => text);
  return Array.isArray(written)
    ? written.map((value: unknown, index) => ({ path: [...path, index], value, conditions }))
    : [{ path, value: written, conditions }];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, step) => (part as Record<string | number, unknown>)[step], value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const withoutValue = {
  message: "a variable in this path has no value here",
  hint: "An include knows the variables of its own file, of those that include it and of those read before it.",
};

function withScope(fault: Fault): Fault {
  if (fault.code !== "variable-undefined") return fault;
  return { ...fault, hint: `${fault.hint} ${withoutValue.hint}` };
}
