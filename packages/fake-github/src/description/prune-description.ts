import type { Description, OperationDescription, ParameterDescription, Schema } from "./description.ts";
import { plainSchema } from "./plain-schema.ts";
import { shareSchemas } from "./share-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

interface Wanted {
  readonly source: string;
  readonly operations: readonly string[];
  readonly webhooks: readonly string[];
}

/**
 * Returns the wanted operations and webhooks of GitHub's OpenAPI description, with only the schemas that they reach and
 * without what is for people to read. Throws if the description lacks one of them.
 */
export function pruneDescription(document: Json, { source, operations, webhooks }: Wanted): Description {
  const resolve = resolver(document);
  const all = allOperations(document);
  const kept = operations.map((id) => {
    const found = all.get(id);
    if (found === undefined) throw new Error(`cannot prune: ${source} has no operation ${id}`);
    return [id, describeOperation(found, resolve)] as const;
  });
  const payloads = webhooks.map((name) => [name, payloadOf(document, source, name, resolve)] as const);
  const roots = { operations: Object.fromEntries(kept), webhooks: Object.fromEntries(payloads) };
  const schemas = reachable(roots, (at(document, "components", "schemas") ?? {}) as Record<string, Schema>);
  return { source, ...shareSchemas({ ...roots, schemas }) };
}

interface FoundOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Json;
}

function allOperations(document: Json): ReadonlyMap<string, FoundOperation> {
  const found = new Map<string, FoundOperation>();
  for (const [path, methods] of Object.entries((document["paths"] ?? {}) as Record<string, Json>))
    for (const [method, operation] of Object.entries(methods as Record<string, Json>))
      found.set(String(operation["operationId"]), { method, path, operation });
  return found;
}

type Resolve = (value: unknown) => Json;

/** Parameters and answers are put in place; schemas stay references. */
function resolver(document: Json): Resolve {
  return (value) => {
    const reference = (value as Json)["$ref"];
    if (typeof reference !== "string") return value as Json;
    return at(document, ...reference.replace("#/", "").split("/")) as Json;
  };
}

function describeOperation(
  { method, path, operation }: FoundOperation,
  resolve: Resolve,
): OperationDescription {
  const parameters = ((operation["parameters"] ?? []) as unknown[]).map((parameter): ParameterDescription => {
    const { in: place, name, required, schema } = resolve(parameter);
    return {
      in: String(place),
      name: String(name),
      required: required === true,
      schema: plainSchema(schema as Schema),
    };
  });
  const body = operation["requestBody"] === undefined ? undefined : resolve(operation["requestBody"]);
  const bodySchema = body && at(body, "content", "application/json", "schema");
  const answers = Object.entries((operation["responses"] ?? {}) as Json).map(([status, answer]) => {
    const schema = at(resolve(answer), "content", "application/json", "schema");
    return [status, schema === undefined ? null : plainSchema(schema as Schema)] as const;
  });
  return {
    method,
    path,
    parameters,
    ...(bodySchema === undefined
      ? {}
      : { body: { required: body?.["required"] === true, schema: plainSchema(bodySchema as Schema) } }),
    answers: Object.fromEntries(answers),
  };
}

function payloadOf(document: Json, source: string, name: string, resolve: Resolve): Schema {
  const id = name.replaceAll(/[._]/g, "-");
  const described = at(document, "x-webhooks", id, "post", "requestBody");
  const schema = described && at(resolve(described), "content", "application/json", "schema");
  if (schema === undefined) throw new Error(`cannot prune: ${source} has no webhook ${id}`);
  return plainSchema(schema as Schema);
}

function reachable(roots: unknown, schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const kept: Record<string, Schema> = {};
  const waiting: unknown[] = [roots];
  for (const next of waiting)
    for (const name of referencesIn(next)) {
      if (name in kept) continue;
      const schema = schemas[name];
      if (schema === undefined) throw new Error(`cannot prune: there is no schema ${name}`);
      kept[name] = plainSchema(schema);
      waiting.push(kept[name]);
    }
  return kept;
}

function referencesIn(value: unknown): string[] {
  const prefix = "#/schemas/";
  const found = JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g);
  return [...found].map(([, reference]) => (reference ?? "").slice(prefix.length));
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Json | undefined)?.[key], value);
}
