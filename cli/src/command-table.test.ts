import { describeRequest } from "@debootc/core/request/describe-request";
import { describe, expect, test } from "vitest";
import { commandGroups, commandTable } from "./command-table.ts";

const doors = await Promise.all(
  Object.entries(commandTable).map(async ([name, { load }]) => [name, await load()] as const),
);

test("the help lists each command in one section, those first that a newcomer needs", () => {
  const words = [...new Set(Object.keys(commandTable).map((name) => name.split(" ")[0] ?? ""))];
  const sections = words.map((word) => commandTable[word]?.section ?? commandGroups[word]?.section);

  expect(sections).not.toContain(undefined);
  // One that comes back would be a second heading of the same name.
  expect([...new Set(sections)]).toEqual(sections.filter((one, index) => one !== sections[index - 1]));
  expect(words.slice(0, 4)).toEqual(["init", "compose", "boot", "run"]);
});

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
