import type { Description, OperationDescription, Schema } from "./description.ts";
import { mapSubschemas } from "./map-subschemas.ts";

type Parts = Omit<Description, "source">;

/** Shorter texts cost less than a reference to them. */
const shortest = 100;

/** Replaces schemas that are written several times, as GitHub's payloads repeat them, by references to one of them. */
export function shareSchemas(parts: Parts): Parts {
  const counts = new Map<string, number>();
  mapParts(parts, (schema) => count(schema, counts));
  const names = new Map<string, string>();
  const shared: Record<string, Schema> = {};
  const share = (schema: Schema): Schema => {
    const text = JSON.stringify(schema);
    if (text.length < shortest || (counts.get(text) ?? 0) < 2) return mapSubschemas(schema, share);
    const known = names.get(text);
    const name = known ?? `shared-${names.size + 1}`;
    if (known === undefined) {
      names.set(text, name);
      shared[name] = mapSubschemas(schema, share);
    }
    return { $ref: `#/schemas/${name}` };
  };
  const { operations, webhooks, schemas } = mapParts(parts, share);
  return { operations, webhooks, schemas: { ...schemas, ...shared } };
}

function count(schema: Schema, counts: Map<string, number>): Schema {
  const text = JSON.stringify(schema);
  const times = (counts.get(text) ?? 0) + 1;
  counts.set(text, times);
  return times > 1 ? schema : mapSubschemas(schema, (inner) => count(inner, counts));
}

function mapParts({ operations, webhooks, schemas }: Parts, change: (schema: Schema) => Schema): Parts {
  return {
    operations: mapValues(operations, (operation) => mapOperation(operation, change)),
    webhooks: mapValues(webhooks, change),
    // What has a name already keeps it.
    schemas: mapValues(schemas, (schema) => mapSubschemas(schema, change)),
  };
}

function mapOperation(
  operation: OperationDescription,
  change: (schema: Schema) => Schema,
): OperationDescription {
  const { body, answers } = operation;
  return {
    ...operation,
    ...(body === undefined ? {} : { body: { ...body, schema: change(body.schema) } }),
    answers: mapValues(answers, (schema) => (schema === null ? null : change(schema))),
  };
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
