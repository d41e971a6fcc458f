import { WorkflowError } from "./expression-error.ts";

/** Is a part of an expression of a workflow. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

const token =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?))|(?<name>[a-z_][\w-]*)|(?<sign>==|!=|<=|>=|&&|\|\||[!<>()[\].,*]))/iy;

interface Token {
  readonly kind: "text" | "number" | "name" | "sign" | "end";
  readonly text: string;
}

/** From the loosest to the tightest; those of one line go from left to right. */
const precedence = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];

const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Parses what is between `${{` and `}}`. Throws for what is no expression, and for `*`, which is not known here. */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  let place = 0;
  const peek = () => tokens[place] ?? { kind: "end", text: "the end" };
  const fail = (): never => {
    throw new WorkflowError(`cannot read the expression "${text.trim()}": unexpected ${peek().text}`);
  };
  const takes = (sign: string) => {
    const isNext = peek().kind === "sign" && peek().text === sign;
    if (isNext) place += 1;
    return isNext;
  };
  const expect = (sign: string) => {
    if (!takes(sign)) fail();
  };

  function binary(level: number): Expression {
    const operators = precedence[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (let next = peek(); next.kind === "sign" && operators.includes(next.text); next = peek()) {
      place += 1;
      left = { kind: "binary", operator: next.text, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): Expression {
    return takes("!") ? { kind: "not", of: unary() } : members(primary());
  }

  function members(of: Expression): Expression {
    if (takes(".")) {
      const key = peek();
      if (key.kind !== "name") return fail();
      place += 1;
      return members({ kind: "member", of, key: { kind: "literal", value: key.text } });
    }
    if (!takes("[")) return of;
    const key = binary(0);
    expect("]");
    return members({ kind: "member", of, key });
  }

  function primary(): Expression {
    const { kind, text: word } = peek();
    if (takes("(")) {
      const inside = binary(0);
      expect(")");
      return inside;
    }
    if (kind === "end" || kind === "sign") return fail();
    place += 1;
    if (kind === "text") return { kind: "literal", value: word.slice(1, -1).replaceAll("''", "'") };
    if (kind === "number") return { kind: "literal", value: Number(word) };
    if (takes("(")) return { kind: "call", name: word.toLowerCase(), arguments: list() };
    const value = words[word];
    return value === undefined ? { kind: "context", name: word.toLowerCase() } : { kind: "literal", value };
  }

  function list(): Expression[] {
    if (takes(")")) return [];
    const found = [binary(0)];
    while (takes(",")) found.push(binary(0));
    expect(")");
    return found;
  }

  const whole = binary(0);
  return peek().kind === "end" ? whole : fail();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const start = token.lastIndex;
    const groups = token.exec(text)?.groups;
    const [kind, found] = Object.entries(groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind === undefined || found === undefined)
      throw new WorkflowError(
        `cannot read the expression "${text.trim()}": unexpected ${text.slice(start).trim()}`,
      );
    tokens.push({ kind: kind as Token["kind"], text: found });
  }
  return tokens;
}
