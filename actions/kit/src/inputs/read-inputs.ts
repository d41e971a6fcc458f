import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RequestProperty } from "@debootc/core/request/describe-request";
import { closestWord } from "@debootc/core/text/closest-word";
import { quoted } from "@debootc/core/text/quoted";
import type { AnyAction } from "../definition/action-definition.ts";
import { type ActionInput, inputName, inputsOf } from "../definition/inputs-of.ts";
import { inputValue } from "./input-value.ts";

/** Holds the values that a workflow gives, by field. What it leaves out or leaves empty is not there. */
export interface InputValues {
  readonly request: Record<string, unknown>;
  readonly own: Record<string, unknown>;
}

/**
 * Reads the inputs of a step from the text of `toJSON(inputs)`, in which GitHub's runner also has those that the action
 * does not know. Throws `usage` with all that cannot be right.
 */
export function readInputs(action: AnyAction, json: string): InputValues {
  const inputs = inputsOf(action);
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const values: InputValues = { request: {}, own: {} };
  const mistakes: Mistake[] = [];
  // A mistake about an input is enough: that it is missing is no second one.
  const meant = new Set<string>();
  for (const [written, text] of textsIn(json)) {
    const input = byName.get(written.toLowerCase());
    if (input === undefined) {
      const present = presentName(written, action, inputs);
      if (present !== undefined) meant.add(present);
      mistakes.push(unknownInput(written, present, inputs));
    } else if (text.trim() === "") continue;
    else if (isOneLine(input) && /[\r\n]/.test(text.trim())) {
      meant.add(input.name);
      mistakes.push(severalLines(input, text));
    } else values[input.own ? "own" : "request"][input.field] = inputValue(text, input.property);
  }
  for (const input of inputs)
    if (isMissing(input, values) && !meant.has(input.name)) mistakes.push(missingInput(input));
  if (mistakes.length > 0) throw refusal(mistakes);
  return values;
}

/** Returns what messages call a field. */
export function nameOfInput(field: string, property: RequestProperty): string {
  return `the input ${inputName(field, property)}`;
}

interface Mistake {
  readonly text: string;
  readonly hint: string;
}

/** Whatever is not text came from a workflow that calls this program in a way of its own. */
function textsIn(json: string): [string, string][] {
  const parsed: unknown = JSON.parse(json === "" ? "{}" : json);
  if (parsed === null || typeof parsed !== "object") return [];
  return Object.entries(parsed).map(([name, value]) => [name, value === null ? "" : String(value)]);
}

function isOneLine({ property: { type, spansLines } }: ActionInput): boolean {
  return type !== "array" && spansLines !== true;
}

function isMissing({ field, own, required }: ActionInput, values: InputValues): boolean {
  return required && values[own ? "own" : "request"][field] === undefined;
}

function missingInput({ name, property }: ActionInput): Mistake {
  return {
    text: `the input ${name} is missing: ${property.description}`,
    hint: `Write ${name}: ${property.placeholder ?? name.toUpperCase()} below with:`,
  };
}

function severalLines({ name }: ActionInput, text: string): Mistake {
  return {
    text: `the input ${name} cannot be ${quoted(text.trim())}: it has several lines; allowed: one line`,
    hint: "A list can have one value a line; this input is not a list.",
  };
}

/** Returns what an input is called that once had, or on the command line has, another name. */
function presentName(written: string, action: AnyAction, inputs: readonly ActionInput[]): string | undefined {
  return action.renamed?.[written] ?? inputs.find((input) => inputName(input.field, {}) === written)?.name;
}

function unknownInput(written: string, present: string | undefined, inputs: readonly ActionInput[]): Mistake {
  const text = `there is no input ${quoted(written)}`;
  if (present !== undefined) return { text, hint: `It is called ${present}: write ${present} instead.` };
  const names = inputs.map(({ name }) => name);
  const near = closestWord(written, names);
  const hint = near === undefined ? `allowed: ${names.join(", ")}` : `Did you mean ${near}?`;
  return { text, hint };
}

function refusal(mistakes: readonly Mistake[]): DebootcError {
  const [only, ...others] = mistakes;
  if (only !== undefined && others.length === 0)
    return new DebootcError("usage", only.text, { hint: only.hint });
  const lines = mistakes.map(({ text, hint }) => `  ${text}. ${hint}`);
  return new DebootcError("usage", `${mistakes.length} inputs cannot be used:\n${lines.join("\n")}`);
}
