import { parse, TomlError } from "smol-toml";
import type * as z from "zod";

/** Reads a TOML file by its schema; returns its value, or what is wrong with it, one clause each. */
export function readToml<T>(
  content: Buffer,
  schema: z.ZodType<T>,
): { readonly value: T } | { readonly faults: string[] } {
  const text = content.toString("utf8");
  if (!Buffer.from(text).equals(content)) return { faults: ["is not UTF-8"] };
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [said = "not TOML"] = error.message.split("\n");
    const reason = said.replace(/^Invalid TOML document: /, "");
    return { faults: [`line ${error.line}, column ${error.column}: ${reason}`] };
  }
  const result = schema.safeParse(document, { reportInput: true });
  return result.success ? { value: result.data } : { faults: result.error.issues.map(faultOf) };
}

type Issue = z.core.$ZodIssue;

function faultOf(issue: Issue): string {
  const place = issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .slice(1);
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => `${place === "" ? "" : `${place}.`}${key}`);
    return `has the unknown ${keys.length === 1 ? "key" : "keys"} ${keys.join(", ")}`;
  }
  if (issue.code === "invalid_type" && issue.input === undefined) return `the key ${place} is missing`;
  return `${place === "" ? "the document" : place}: ${issue.message}`;
}
