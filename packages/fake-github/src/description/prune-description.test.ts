import fc from "fast-check";
import { expect, test } from "vitest";
import { Ajv } from "ajv";
import { correctedDocument } from "./corrections.ts";
import type { Schema } from "./description.ts";
import { plainSchema } from "./plain-schema.ts";
import { pruneDescription } from "./prune-description.ts";
import { readDescription } from "./read-description.ts";
import { servedOperations } from "./served-operations.ts";
import { servedWebhooks } from "./served-webhooks.ts";
import { shareSchemas } from "./share-schemas.ts";

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const document = {
  paths: {
    "/things/{id}": {
      get: {
        operationId: "things/get",
        parameters: [{ $ref: "#/components/parameters/id" }],
        responses: {
          200: json({ $ref: "#/components/schemas/thing" }),
          404: { $ref: "#/components/responses/missing" },
        },
      },
      delete: { operationId: "things/delete", responses: { 204: { description: "gone" } } },
    },
  },
  "x-webhooks": { "thing-made": { post: { requestBody: json({ $ref: "#/components/schemas/thing" }) } } },
  components: {
    parameters: { id: { name: "id", in: "path", required: true, schema: { type: "integer", example: 1 } } },
    responses: { missing: json({ $ref: "#/components/schemas/error" }) },
    schemas: {
      thing: {
        type: "object",
        properties: { owner: { $ref: "#/components/schemas/user" } },
        description: "A thing",
      },
      user: { type: "object", nullable: true, properties: { description: { type: "string" } } },
      error: { type: "object" },
      unused: { type: "string" },
    },
  },
};

test("only the wanted operations and payloads are kept, with the schemas that they reach", () => {
  const pruned = pruneDescription(document, {
    source: "s 1",
    operations: ["things/get"],
    webhooks: ["thing.made"],
  });
  expect(pruned).toEqual({
    source: "s 1",
    operations: {
      "things/get": {
        method: "get",
        path: "/things/{id}",
        parameters: [{ in: "path", name: "id", required: true, schema: { type: "integer" } }],
        answers: { 200: { $ref: "#/schemas/thing" }, 404: { $ref: "#/schemas/error" } },
      },
    },
    webhooks: { "thing.made": { $ref: "#/schemas/thing" } },
    schemas: {
      thing: { type: "object", properties: { owner: { $ref: "#/schemas/user" } } },
      user: { type: ["object", "null"], properties: { description: { type: "string" } } },
      error: { type: "object" },
    },
  });
});

test("an operation or a webhook that the description lacks is an error", () => {
  const wanted = { source: "s 1", operations: [], webhooks: [] };
  expect(() => pruneDescription(document, { ...wanted, operations: ["things/put"] })).toThrow(
    "s 1 has no operation things/put",
  );
  expect(() => pruneDescription(document, { ...wanted, webhooks: ["thing.lost"] })).toThrow(
    "s 1 has no webhook thing-lost",
  );
});

test.each([
  [{ type: "string", nullable: true }, { type: ["string", "null"] }],
  [
    { type: "string", nullable: true, enum: ["a"] },
    { type: ["string", "null"], enum: ["a", null] },
  ],
  [
    { nullable: true, anyOf: [{ type: "string" }] },
    { anyOf: [{ anyOf: [{ type: "string" }] }, { type: "null" }] },
  ],
  [{ type: "string", format: "uri", example: "x", "x-more": 1 }, { type: "string" }],
])("%o becomes %o", (schema, plain) => {
  expect(plainSchema(schema)).toEqual(plain);
});

test("a correction that is no longer needed is an error", () => {
  expect(() => correctedDocument({})).toThrow("is no longer wrong; remove its correction");
});

const schemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Schema>({ type: "string" }, { type: "integer" }, { type: "null" }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(
        fc.constantFrom("first-property", "second-property", "$ref", "enum"),
        tie("schema"),
      ),
      required: fc.subarray(["first-property", "second-property"]),
    }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
  ),
})).schema;

const values = fc.oneof(
  fc.object({ key: fc.constantFrom("first-property", "second-property", "$ref", "enum"), maxDepth: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

test("schemas that are shared judge every value as they did before", () => {
  fc.assert(
    fc.property(fc.array(schemas, { minLength: 1, maxLength: 4 }), values, (all, value) => {
      const webhooks = Object.fromEntries([...all, ...all].map((schema, index) => [`w${index}`, schema]));
      const shared = shareSchemas({ operations: {}, webhooks, schemas: {} });
      const ajv = new Ajv({ strict: false, validateSchema: false });
      ajv.addSchema({ $id: "https://schemas.example/s", ...shared });
      for (const [name, schema] of Object.entries(webhooks)) {
        const before = new Ajv({ strict: false, validateSchema: false }).validate(schema, value);
        expect(ajv.validate({ $ref: `https://schemas.example/s#/webhooks/${name}` }, value)).toBe(before);
      }
    }),
    { numRuns: 50 },
  );
});

test("the committed description has what is served, and stays small", () => {
  const description = readDescription();
  expect(Object.keys(description.operations)).toEqual([...servedOperations]);
  expect(Object.keys(description.webhooks)).toEqual([...servedWebhooks]);
  expect(description.source).toMatch(/^@octokit\/openapi \d+[.]\d+[.]\d+$/);
  expect(JSON.stringify(description).length).toBeLessThan(400_000);
});
