import { WorkflowError } from "./expression-error.ts";
import { type Expression, parseExpression } from "./parse-expression.ts";
import { functions, type Status } from "./functions.ts";
import { isTrue, textOf } from "./values.ts";

/** Holds what expressions look at: the contexts by name, and how earlier jobs ended. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly status?: Status;
}

/** Evaluates an expression, without the `${{` around it. Throws `WorkflowError` for what is not known here. */
export function evaluate(text: string, scope: Scope): unknown {
  return valueOf(parseExpression(text), scope);
}

/** Evaluates a value of a workflow file: a text that is one expression gives its value, others are put into the text. */
export function interpolate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => interpolate(one, scope));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, interpolate(one, scope)]));
  if (typeof value !== "string") return value;
  const [, whole] = /^\s*\$\{\{((?:[^}]|\}(?!\}))*)\}\}\s*$/.exec(value) ?? [];
  if (whole !== undefined) return evaluate(whole, scope);
  return value.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inside: string) => textOf(evaluate(inside, scope)));
}

/** Returns whether an expression asks how earlier jobs ended; one that does not means `success() &&` it. */
export function asksForStatus(text: string): boolean {
  return /\b(?:always|success|failure|cancelled)\s*\(/i.test(text);
}

function valueOf(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "context":
      return contextOf(expression.name, scope);
    case "member":
      return member(valueOf(expression.of, scope), valueOf(expression.key, scope));
    case "not":
      return !isTrue(valueOf(expression.of, scope));
    case "call": {
      const known = functions[expression.name];
      if (known === undefined)
        throw new WorkflowError(
          `the function ${expression.name} is not known here; allowed: ${Object.keys(functions).join(", ")}`,
        );
      return known(
        expression.arguments.map((argument) => valueOf(argument, scope)),
        scope.status,
      );
    }
    case "binary":
      return binary(expression, scope);
  }
}

function contextOf(name: string, { contexts }: Scope): unknown {
  if (Object.hasOwn(contexts, name)) return contexts[name];
  throw new WorkflowError(
    `the context ${name} is not there at this place; allowed: ${Object.keys(contexts).join(", ")}`,
  );
}

/** What is missing is null, as on GitHub, whose names have no case. */
function member(of: unknown, key: unknown): unknown {
  if (Array.isArray(of)) return of[Number(key)] ?? null;
  if (typeof of !== "object" || of === null) return null;
  const wanted = textOf(key).toLowerCase();
  const found = Object.entries(of).find(([name]) => name.toLowerCase() === wanted);
  return found?.[1] ?? null;
}

function binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>, scope: Scope): unknown {
  const one = valueOf(left, scope);
  if (operator === "&&") return isTrue(one) ? valueOf(right, scope) : one;
  if (operator === "||") return isTrue(one) ? one : valueOf(right, scope);
  const two = valueOf(right, scope);
  if (operator === "==") return equal(one, two);
  if (operator === "!=") return !equal(one, two);
  const [a, b] =
    typeof one === "string" && typeof two === "string"
      ? [one.toLowerCase(), two.toLowerCase()]
      : [numberOf(one), numberOf(two)];
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}

function equal(one: unknown, two: unknown): boolean {
  if (typeof one === "string" && typeof two === "string") return one.toLowerCase() === two.toLowerCase();
  if (typeof one === typeof two || one === null || two === null) {
    if (one === two || (typeof one === "object" && typeof two === "object")) return one === two;
  }
  return numberOf(one) === numberOf(two);
}

function numberOf(value: unknown): number {
  if (value === null) return 0;
  if (typeof value === "object") return Number.NaN;
  return Number(value);
}
