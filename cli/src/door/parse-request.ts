import { DebootcError } from "@debootc/core/error/debootc-error";
import { closestWord } from "@debootc/core/text/closest-word";
import { allowedValues } from "@debootc/core/request/allowed-values";
import { resolve } from "node:path";
import {
  describeRequest,
  type RequestOf,
  type RequestProperty,
  type RequestSchema,
} from "@debootc/core/request/describe-request";
import { flagOf } from "./options-from-request.ts";

/** Values of a command line to a checked request, its directories made absolute. Throws `usage` with every mistake. */
export function parseRequest<Schema extends RequestSchema>(
  schema: Schema,
  values: Record<string, unknown>,
  directory: string,
): RequestOf<Schema> {
  const { properties } = describeRequest(schema);
  const result = schema.safeParse(values);
  if (!result.success) throw usageError(result.error.issues, properties, values);
  const request: Record<string, unknown> = { ...result.data };
  for (const [name, property] of Object.entries(properties)) {
    const value = request[name];
    if (property.directory && typeof value === "string") request[name] = resolve(directory, value);
  }
  return request as RequestOf<Schema>;
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a rule of its own. */
  readonly params?: { readonly allowed?: string; readonly hint?: string } | undefined;
}
type Properties = Readonly<Record<string, RequestProperty>>;

function usageError(
  issues: readonly Issue[],
  properties: Properties,
  values: Record<string, unknown>,
): DebootcError {
  const mistakes = issues.map(({ code, path, message, params }) => {
    const [name, index] = path;
    const property = properties[String(name)];
    if (property === undefined) return { text: message };
    const value = values[String(name)];
    const given = typeof index === "number" && Array.isArray(value) ? value[index] : value;
    const label = property.positional ? `<${String(name)}>` : flagOf(String(name));
    const rule = params?.allowed === undefined ? message : `${message}; allowed: ${params.allowed}`;
    // A rule of its own says more than the type.
    const reason = code === "custom" ? rule : `allowed is ${allowedValues(property)}`;
    return {
      text: `${label} cannot be ${JSON.stringify(given)}: ${reason}`,
      better: betterFor(property, given) ?? params?.hint,
    };
  });
  const better = mistakes.find((mistake) => mistake.better !== undefined)?.better;
  return new DebootcError("usage", wordMistakes(mistakes.map(({ text }) => text)), {
    ...(better === undefined ? {} : { hint: better }),
  });
}

function wordMistakes(texts: readonly string[]): string {
  if (texts.length === 1) return texts.join();
  return `${texts.length} values cannot be used:\n${texts.map((text) => `  ${text}`).join("\n")}`;
}

function betterFor(property: RequestProperty, given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  const known = property.suggestions?.[given.toLowerCase()];
  if (known !== undefined) return `Debian's name for ${given} is ${known}.`;
  const near = closestWord(given, property.enum ?? property.items?.enum ?? []);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}
