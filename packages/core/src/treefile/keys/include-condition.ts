import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** A value of a variable or of a condition, with the type that YAML gives it. */
export type TypedValue = string | number | boolean;

/** A condition of `conditional-include`, in rpm-ostree's form: a variable, an operator and a value. */
export interface IncludeCondition {
  readonly name: string;
  readonly operator: Operator;
  readonly value: TypedValue;
}

const operators = ["==", "!=", "<", "<=", ">", ">="] as const;
type Operator = (typeof operators)[number];

const shape = /^\s*([A-Za-z_][A-Za-z0-9_-]*)\s*([^\sA-Za-z0-9_"'-]+)\s*(\S|\S.*\S)\s*$/;
const allowed =
  'a variable, one of ==, !=, <, <=, >, >=, and `true`, `false`, a whole number or text in double quotes: `edition == "server"`';

/** Rule for an item of `if`. */
export function conditionFaults(text: string): readonly TextFault[] {
  const parsed = parseCondition(text);
  return "message" in parsed ? [parsed] : [];
}

/** Reads a condition, or says what is wrong with it. */
export function parseCondition(text: string): IncludeCondition | TextFault {
  if (text.trim() === "") return { message: "the condition is empty", allowed };
  if (text.includes("${")) {
    const hint = "Write the variable's name alone: `edition`, not `${edition}`.";
    return { message: "variables are not replaced in a condition", allowed, hint };
  }
  if (/\s(?:and|or|not)\s|&&|\|\|/.test(text.replaceAll(/"[^"]*"/g, ""))) {
    const hint = "Write one condition an item of a list: all of them must hold.";
    return { message: `${quoted(text)} is more than one condition`, allowed, hint };
  }
  const [, name, operator, value] = shape.exec(text) ?? [];
  if (name === undefined || operator === undefined || value === undefined) {
    const hint = "To ask whether a variable is true write `NAME == true`.";
    return { message: `${quoted(text)} is not a condition`, allowed, hint };
  }
  if (!isOperator(operator)) {
    const hint = /^[=~:]+$/.test(operator) ? "Write `==`." : "To ask the opposite write `!=`.";
    return { message: `${quoted(operator)} is not an operator`, allowed, hint, within: operator };
  }
  const typed = typedValue(value);
  if (typeof typed === "object") return typed;
  if (typeof typed !== "number" && /[<>]/.test(operator)) {
    const message = `\`${operator}\` compares numbers, and ${quoted(typed)} is not one`;
    return { message, allowed, hint: "Use == or !=, which compare anything.", within: operator };
  }
  return { name, operator, value: typed };
}

function isOperator(text: string): text is Operator {
  return (operators as readonly string[]).includes(text);
}

function typedValue(text: string): TypedValue | TextFault {
  if (text === "true" || text === "false") return text === "true";
  const inQuotes = /^"([^"\n]*)"$/.exec(text)?.[1];
  if (inQuotes !== undefined) return inQuotes;
  const number = Number(text);
  if (/^-?[0-9]+$/.test(text) && Number.isSafeInteger(number)) return number;
  const bare = text.replaceAll(/["']/g, "");
  const hint = /^-?[0-9.]+$/.test(text)
    ? `Conditions compare whole numbers; quote the variable and this: "${bare}".`
    : `Put text in double quotes: "${bare}".`;
  return { message: `${quoted(text)} is not a value`, allowed, hint, within: text };
}

/** Whether a condition holds for a value of its variable, or why the two cannot be compared. */
export function evaluateCondition(
  { name, operator, value }: IncludeCondition,
  variable: TypedValue,
): boolean | TextFault {
  if (typeof variable !== typeof value || (typeof variable === "number" && !Number.isInteger(variable))) {
    const message = `the variable \`${name}\` is ${described(variable)}, which cannot be compared with ${described(value)}`;
    return { message, hint: comparableHint(name, operator, variable) };
  }
  switch (operator) {
    case "==":
      return variable === value;
    case "!=":
      return variable !== value;
    case "<":
      return variable < value;
    case "<=":
      return variable <= value;
    case ">":
      return variable > value;
    case ">=":
      return variable >= value;
  }
}

function described(value: TypedValue): string {
  if (typeof value === "string") return `the text ${quoted(value)}`;
  if (typeof value === "boolean") return String(value);
  return Number.isInteger(value) ? `the number ${value}` : `${value}, no whole number`;
}

function comparableHint(name: string, operator: Operator, variable: TypedValue): string {
  if (typeof variable === "string" && /[<>]/.test(operator)) {
    return /^[0-9]+$/.test(variable)
      ? "Define the variable without quotes, so that it is a number."
      : "Text has no order here: compare it with == or !=.";
  }
  if (typeof variable === "number" && !Number.isInteger(variable)) {
    return `Define the variable in quotes, as text, and compare it with == or !=.`;
  }
  const [sign, like] = [/[<>]/.test(operator) ? "==" : operator, JSON.stringify(variable)];
  return `Write it like \`${name} ${sign} ${like}\`.`;
}
