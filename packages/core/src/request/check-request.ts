import { resolve } from "node:path";
import { DebootcError } from "../error/debootc-error.ts";
import { closestWord } from "../text/closest-word.ts";
import { withoutCredentials } from "../text/quoted.ts";
import { allowedValues } from "./allowed-values.ts";
import {
  describeRequest,
  type RequestOf,
  type RequestProperty,
  type RequestSchema,
} from "./describe-request.ts";
import type { TypedPaths } from "./with-typed-paths.ts";

/** Describes a checked request with absolute paths only, and how the user typed those. */
export interface CheckedRequest<Schema extends RequestSchema> {
  readonly request: RequestOf<Schema>;
  readonly typed: TypedPaths;
}

interface Door {
  /** The current directory of the user, absolute. */
  readonly directory: string;
  /** Returns what the user of this door calls a field. */
  readonly nameOf: (field: string, property: RequestProperty) => string;
}

/** Checks the values that a door read and makes all their paths absolute. Throws `usage` with every mistake. */
export function checkRequest<Schema extends RequestSchema>(
  schema: Schema,
  values: Record<string, unknown>,
  door: Door,
): CheckedRequest<Schema> {
  const { properties } = describeRequest(schema);
  const result = schema.safeParse(values);
  if (!result.success) throw usageError(result.error.issues, { properties, values, nameOf: door.nameOf });
  const request: Record<string, unknown> = { ...result.data };
  const typed = new Map<string, string>();
  for (const [name, { path }] of Object.entries(properties)) {
    if (path === undefined) continue;
    request[name] = withAbsolutePaths(request[name], (words) => {
      const absolute = resolve(door.directory, words);
      typed.set(absolute, words);
      return absolute;
    });
  }
  return { request: request as RequestOf<Schema>, typed };
}

/** Takes a path, a list of them, or something that has one in it. */
function withAbsolutePaths(value: unknown, absolute: (path: string) => string): unknown {
  if (typeof value === "string") return absolute(value);
  if (Array.isArray(value)) return value.map((one: unknown) => withAbsolutePaths(one, absolute));
  if (value !== null && typeof value === "object" && "path" in value)
    return { ...value, path: withAbsolutePaths(value.path, absolute) };
  return value;
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Set by custom rules. */
  readonly params?: { readonly allowed?: string; readonly hint?: string } | undefined;
}

interface Given extends Pick<Door, "nameOf"> {
  readonly properties: Readonly<Record<string, RequestProperty>>;
  readonly values: Record<string, unknown>;
}

function usageError(issues: readonly Issue[], { properties, values, nameOf }: Given): DebootcError {
  const mistakes = issues.map(({ code, path, message, params }) => {
    const [name, index] = path;
    const property = properties[String(name)];
    if (property === undefined) return { text: message };
    const value = values[String(name)];
    const shown = nameOf(String(name), property);
    if (value === undefined) {
      return { text: `${shown} is missing: ${code === "custom" ? message : property.description}` };
    }
    const given = typeof index === "number" && Array.isArray(value) ? value[index] : value;
    const rule = params?.allowed === undefined ? message : `${message}; allowed: ${params.allowed}`;
    // A custom rule says more than the type.
    const reason = code === "custom" ? rule : `allowed is ${allowedValues(property)}`;
    return {
      text: `${shown} cannot be ${withoutCredentials(JSON.stringify(given))}: ${reason}`,
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
