import type { TypedValue } from "./keys/include-condition.ts";
import type { Definitions } from "./variable-definitions.ts";
import { resolveVariables, type Variables } from "../document/variables.ts";

/** Variables as texts for `${name}` and with their types for conditions. */
export interface VariableScope {
  readonly definitions: Definitions;
  readonly variables: Variables;
  /** False when definitions may be missing: then a variable without one is no fault. */
  readonly complete: boolean;
  /** What is wrong with the value of a variable, by its name. */
  readonly faults: ReturnType<typeof resolveVariables>["faults"];
  /** The value of a variable as conditions compare it; undefined when it has none that can be used. */
  readonly typed: (name: string) => TypedValue | undefined;
}

/** The variables of some definitions, and `basearch`. */
export function variableScope(
  definitions: Definitions,
  architecture: string,
  complete: boolean,
): VariableScope {
  const texts = new Map<string, string | undefined>([["basearch", architecture]]);
  for (const [name, { text }] of definitions) texts.set(name, text);
  const { variables, faults } = resolveVariables(texts, complete);
  const typed = (name: string): TypedValue | undefined => {
    const text = variables.get(name);
    const definition = definitions.get(name);
    return text === undefined || typeof (definition?.value ?? "") === "string" ? text : definition?.value;
  };
  return { definitions, variables, complete, faults, typed };
}
