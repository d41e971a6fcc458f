import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { treefileJsonSchema } from "./json-schema.ts";
import { treefileKeyNames as treefileKeys } from "./treefile-keys.ts";

const validate = new Ajv({ strict: false, allErrors: true }).compile(treefileJsonSchema());

describe("the JSON Schema for editors", () => {
  test("is draft-7 and describes every key", () => {
    const schema = treefileJsonSchema() as {
      $schema: string;
      properties: Record<string, { description?: string }>;
    };

    expect(schema.$schema).toContain("draft-07");
    expect(Object.keys(schema.properties)).toEqual(treefileKeys);
    for (const [key, { description }] of Object.entries(schema.properties))
      expect(description, key).toMatch(/\.$/);
  });

  test("requires no key, because an included treefile may have any", () => {
    expect(validate({})).toBe(true);
  });

  test("takes its own examples", () => {
    const { properties } = treefileJsonSchema() as { properties: Record<string, { examples?: unknown[] }> };
    const examples = Object.entries(properties).flatMap(([key, { examples: of = [] }]) =>
      of.map((each) => [key, each] as const),
    );

    expect(examples.length).toBeGreaterThan(10);
    for (const [key, example] of examples) {
      expect(validate({ [key]: example }), `${key}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  test.each([
    { suite: "${release}", ref: "debian/${suite}/x", mirror: "${mirror}", components: ["${c}"] },
    { packages: ["vim nano", "linux-image-${basearch}"], "packages-arm64": ["u-boot-rpi"] },
    { sources: [{ id: "x", uris: ["./a"], suites: "a/", "signed-by": "k.asc" }], include: ["a.yaml"] },
    { "add-files": [["a", "/etc/a"], { source: "a", destination: "/etc/a" }], variables: { a: 1, b: true } },
  ])("accepts %o", (treefile) => {
    expect(validate(treefile), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    { pakages: [] },
    { suite: "noble" },
    { ref: "/x" },
    { packages: "vim" },
    { packages: ["VIM"] },
    { components: ["nonfree"] },
    { units: ["ssh"] },
    { postprocess: ["echo ${HOME}"] },
    { recommends: "yes" },
    { container: { compression: "xz" } },
    { "automatic-version-prefix": 13.1 },
    { variables: { "a b": "c" } },
    { sources: [{ id: "x" }] },
    { snapshot: "2026-01-01" },
  ])("refuses %o", (treefile) => {
    expect(validate(treefile)).toBe(false);
  });
});
