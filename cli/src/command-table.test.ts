import { describeRequest } from "@debootc/core/request/describe-request";
import { describe, expect, test } from "vitest";
import { commandTable } from "./command-table.ts";

const doors = await Promise.all(
  Object.entries(commandTable).map(async ([name, { load }]) => [name, await load()] as const),
);

describe.each(doors)("%s", (_name, door) => {
  const properties = Object.entries(describeRequest(door.request).properties);

  test("every field has a type that doors can ask for, and a description", () => {
    for (const [name, { description, type }] of properties) {
      expect(description, name).toMatch(/^[a-z].*[^.]$/);
      expect(["string", "boolean", "integer", "array"], name).toContain(type);
    }
  });

  test("every path is marked as one, so that the door makes it absolute", () => {
    const paths = properties.filter(
      ([, { placeholder = "", completes }]) =>
        completes !== undefined || ["DIR", "FILE", "KEYRING", "COMPOSE", "IMAGE"].includes(placeholder),
    );
    for (const [name, { path }] of paths) expect(path, name).toBeDefined();
  });
});
