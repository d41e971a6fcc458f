import { describe, expect, test } from "vitest";
import { bootRequestSchema } from "./boot-request.ts";
import { composeRequestSchema } from "./compose-request.ts";
import { describeRequest } from "./describe-request.ts";
import { doctorRequestSchema } from "./doctor-request.ts";
import { lockCommandRequestSchema } from "./lock-command-request.ts";
import { validateRequestSchema } from "./validate-request.ts";

describe("describeRequest", () => {
  test.each(
    Object.entries({
      composeRequestSchema,
      lockCommandRequestSchema,
      validateRequestSchema,
      bootRequestSchema,
      doctorRequestSchema,
    }),
  )("every field of %s has a type that doors can ask for and a description", (_name, schema) => {
    for (const [name, property] of Object.entries(describeRequest(schema).properties)) {
      expect(property.description, name).toMatch(/^[a-z].*[^.]$/);
      expect(["string", "boolean", "integer", "array"], name).toContain(property.type);
    }
  });

  test("keeps the order of the fields, their defaults and their facts for doors", () => {
    const { properties, required } = describeRequest(composeRequestSchema);

    expect(Object.keys(properties).slice(0, 2)).toEqual(["treefile", "variant"]);
    expect(properties.treefile?.positional).toBe(true);
    expect(properties.outputDir).toMatchObject({ default: "out", path: "directory", placeholder: "DIR" });
    expect(properties.imageCompression?.enum).toEqual(["zstd", "gzip"]);
    expect([...required]).toEqual(["treefile", "arch", "cacheDir", "jobs"]);
  });
});
