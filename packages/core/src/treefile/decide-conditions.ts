import { closestWord } from "../text/closest-word.ts";
import { evaluateCondition, type IncludeCondition, parseCondition } from "./keys/include-condition.ts";
import type { Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import type { Fault, DocumentFile } from "../document/document-file.ts";
import type { VariableScope } from "./variable-scope.ts";

/** A condition as it was decided when its file was read. */
export interface DecidedCondition {
  readonly file: DocumentFile;
  readonly path: Path;
  readonly text: string;
  readonly condition: IncludeCondition;
  readonly held: boolean;
}

/** Decides all conditions of one `if`, also after one that does not hold; `holds` is undefined when one cannot be decided. */
export function decideConditions(
  { file, path, written }: { readonly file: DocumentFile; readonly path: Path; readonly written: unknown },
  scope: VariableScope,
  problems: ProblemList,
): { readonly holds: boolean | undefined; readonly decided: readonly DecidedCondition[] } {
  const texts = Array.isArray(written)
    ? written.map((text, index) => ({ text, at: [...path, index] }))
    : [{ text: written, at: path }];
  const decided = texts.flatMap(({ text, at }) => {
    if (typeof text !== "string") return [];
    const condition = parseCondition(text);
    if ("message" in condition) return [];
    const held = decide(condition, scope);
    if (typeof held === "object") problems.add(file, [{ path: at, ...held }]);
    return typeof held === "boolean" ? [{ file, path: at, text, condition, held }] : [];
  });
  const holds = decided.length < texts.length ? undefined : decided.every(({ held }) => held);
  return { holds, decided };
}

function decide(condition: IncludeCondition, { variables, typed }: VariableScope) {
  const { name } = condition;
  const value = typed(name);
  if (value !== undefined) return evaluateCondition(condition, value);
  return variables.has(name) ? undefined : unknownVariable(name, [...variables.keys()].sort());
}

function unknownVariable(name: string, known: readonly string[]): Omit<Fault, "path"> {
  const near = closestWord(name, known);
  const message = `the variable \`${name}\` is not defined`;
  const hint =
    near === undefined
      ? "Set it under `variables`. An include knows the variables of its own file, of those that include it and of those read before it."
      : `Did you mean \`${near}\`?`;
  return { message, allowed: known.join(", "), hint, within: name };
}

/**
 * A condition is decided before all variables are known. One that a file read later defines differently would mean
 * one thing in the condition and another everywhere else.
 */
export function changedConditions(
  decided: readonly DecidedCondition[],
  scope: VariableScope,
): readonly [DocumentFile, Fault][] {
  return decided.flatMap(({ file, path, condition, held }): [DocumentFile, Fault][] => {
    const now = decide(condition, scope);
    if (now === held || now === undefined) return [];
    const [was, is] = held ? ["held", "does not"] : ["did not hold", "does"];
    const message = `the condition ${was} when it was read, but another file changes \`${condition.name}\`, and now it ${is}`;
    return [[file, { path, message, hint: "Define the variable in the outermost treefile, or only once." }]];
  });
}
