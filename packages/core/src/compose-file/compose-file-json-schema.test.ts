import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { treefileJsonSchema } from "../treefile/json-schema.ts";
import { composeFileJsonSchema } from "./compose-file-json-schema.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(treefileJsonSchema(), "treefile.schema.json");
const validate = ajv.compile(composeFileJsonSchema());
const release = { short: "x", name: "X", version: "13" };
const variants = { a: { treefile: "a.yaml", arches: ["amd64"] } };

describe("the JSON Schema for editors", () => {
  test.each([
    { release, variants },
    {
      release,
      variants: { ...variants, b: { inherits: ["a"], "runs-on": "x", required: false, name: "B" } },
    },
    {
      release,
      variants: {
        a: { build: { packages: ["vim"], variables: { a: 1 } }, metadata: { a: [1, { b: true }] } },
      },
    },
    { release, variants, overrides: [{ variants: "*", arches: ["arm64"], required: false }] },
    { release, variants, patterns: { ref: "a/*", packages: ["*", "!b"], metadata: { owner: "x" } } },
  ])("accepts %j", (file) => {
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    {},
    { release },
    { release: { ...release, version: 13 }, variants },
    { release: { ...release, short: "X" }, variants },
    { release, variants: { "a-b": {} } },
    { release, variants: { a: { arch: "amd64" } } },
    { release, variants: { a: { arches: ["x86_64"] } } },
    { release, variants: { a: { build: { packages: "vim" } } } },
    { release, variants: { a: { build: { pakages: [] } } } },
    { release, variants, overrides: [{ required: false }] },
    { release, variants, patterns: { refs: "x" } },
  ])("refuses %j", (file) => {
    expect(validate(file)).toBe(false);
  });

  test("describes every key", () => {
    const { properties } = composeFileJsonSchema() as {
      properties: Record<string, { description?: string }>;
    };

    for (const [key, { description }] of Object.entries(properties)) expect(description, key).toMatch(/\.$/);
  });
});
