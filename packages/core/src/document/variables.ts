import { closestWord } from "../text/closest-word.ts";
import { quoted } from "../text/quoted.ts";
import { mostFaults, type TextFault } from "./text-schema.ts";

/** Variables by name; undefined for one that has no usable value, which has been reported. */
export type Variables = Pick<ReadonlyMap<string, string | undefined>, "get" | "has" | "keys">;

/** Variables that every treefile has: `basearch` is Debian's architecture, `suite` the key of that name. */
export const builtinVariables = ["basearch", "suite"];

export const variableNamePattern = "^[A-Za-z_][A-Za-z0-9_-]*$";
const variableName = new RegExp(variableNamePattern);

/** Rule for a key of `variables`. */
export function variableNameFaults(text: string): readonly TextFault[] {
  const allowed = "letters, digits, `_` and `-`, beginning with a letter or `_`";
  if (builtinVariables.includes(text)) {
    const hint =
      text === "suite"
        ? "Set the key `suite`; `${suite}` follows it."
        : "It follows the architecture that is composed.";
    return [{ message: `the variable \`${text}\` is set by debootc`, hint }];
  }
  return variableName.test(text) ? [] : [{ message: `${quoted(text)} cannot name a variable`, allowed }];
}

/**
 * Replaces `${name}` in a text; `$${` stands for a literal `${`. The text is undefined when it cannot be replaced:
 * then `faults` say why, unless the cause is a variable that has been reported.
 */
export function replaceVariables(
  text: string,
  variables: Variables,
  known: Iterable<string> = variables.keys(),
): { text: string | undefined; faults: readonly TextFault[] } {
  const faults: TextFault[] = [];
  let broken = false;
  const replaced = text.replaceAll(reference, (whole: string, name: string | undefined, end: string) => {
    if (name === undefined) return "${";
    const value = variables.get(name);
    if (value !== undefined && end === "}") return value;
    broken = true;
    if (end !== "}") faults.push(unclosed(whole));
    else if (!variableName.test(name)) faults.push(noVariable(whole));
    else if (!variables.has(name)) faults.push(undefinedVariable(whole, name, [...known].sort()));
    return whole;
  });
  return { text: broken ? undefined : replaced, faults: faults.slice(0, mostFaults) };
}

const reference = /\$\$\{|\$\{([^{}]*)(\}?)/g;

const literal = "For a literal `${` write `$${`.";

function unclosed(whole: string): TextFault {
  return { message: `${quoted(whole)} is not closed`, hint: `Write \`\${name}\`. ${literal}`, within: whole };
}

function noVariable(whole: string): TextFault {
  const allowed = "`${name}`, with none of the shell's additions";
  return { message: `${quoted(whole)} is not a variable`, allowed, hint: literal, within: whole };
}

function undefinedVariable(whole: string, name: string, known: readonly string[]): TextFault {
  const near = closestWord(name, known);
  const missing = name === "suite" ? "Set the key `suite`." : `Set it under \`variables\`. ${literal}`;
  return {
    message: `the variable \`${name}\` is not defined`,
    allowed: known.join(", "),
    hint: near === undefined ? missing : `Did you mean \`\${${near}}\`?`,
    within: whole,
  };
}

/**
 * Replaces variables within the values of variables. What is wrong with one is said under its name. When definitions
 * may be missing because a file could not be read, `complete` is false and unknown variables are not reported.
 */
export function resolveVariables(
  definitions: Variables,
  complete: boolean,
): { variables: Variables; faults: ReadonlyMap<string, readonly TextFault[]> } {
  const variables = new Map<string, string | undefined>();
  const faults = new Map<string, readonly TextFault[]>();
  const visible = complete ? variables : leniently(variables);
  const fail = (name: string, found: readonly TextFault[]): void => {
    variables.set(name, undefined);
    if (found.length > 0) faults.set(name, found);
  };
  const resolve = (name: string, users: readonly string[]): void => {
    if (variables.has(name)) return;
    const definition = definitions.get(name);
    if (definition === undefined) return fail(name, []);
    const chain = [...users, name];
    if (users.includes(name)) return fail(name, [ownDefinition(chain.slice(users.indexOf(name)))]);
    if (users.length >= deepest) return fail(name, [tooDeep]);
    for (const used of variablesIn(definition)) if (definitions.has(used)) resolve(used, chain);
    if (variables.has(name)) return;
    const { text, faults: found } = replaceVariables(definition, visible, definitions.keys());
    if (text === undefined) fail(name, found);
    else if (text.length > longestValue) fail(name, [tooLong]);
    else variables.set(name, text);
  };
  for (const name of definitions.keys()) resolve(name, []);
  return { variables: visible, faults };
}

/** The same variables where others may be missing, which is then no fault. */
export function leniently(variables: Variables): Variables {
  return { get: (name) => variables.get(name), has: () => true, keys: () => variables.keys() };
}

/** The names between `${` and `}` in a text. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([, name]) => name ?? []);
}

const longestValue = 1024;
const deepest = 32;
const tooLong = {
  message: `the value has more than ${longestValue} characters once its variables are replaced`,
  hint: "Shorten it, and check that variables do not double each other.",
};
const tooDeep = {
  message: `variables use each other more than ${deepest} deep`,
  hint: "Write the value out.",
};

function ownDefinition(chain: readonly string[]): TextFault {
  return {
    message: `the variable is defined by itself: ${chain.join(" -> ")}`,
    hint: "Write its value out.",
  };
}
