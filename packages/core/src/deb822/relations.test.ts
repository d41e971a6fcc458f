import { expect, test } from "vitest";
import { formatRelation, parseRelations, relationAccepts } from "./relations.ts";

test("groups, alternatives, versions and qualifiers are distinguished", () => {
  expect(parseRelations("libc6 (>= 2.38), python3:any (>= 3.11~), exim4 | mail-transport-agent")).toEqual([
    [{ name: "libc6", operator: ">=", version: "2.38" }],
    [{ name: "python3", operator: ">=", version: "3.11~" }],
    [{ name: "exim4" }, { name: "mail-transport-agent" }],
  ]);
});

test("a field of several lines with a trailing comma is read", () => {
  expect(parseRelations("a,\nb (<< 1:2-3),\n")).toEqual([
    [{ name: "a" }],
    [{ name: "b", operator: "<<", version: "1:2-3" }],
  ]);
});

test("a relation is printed as Debian writes it", () => {
  expect(parseRelations("a(=1)").flat().map(formatRelation)).toEqual(["a (= 1)"]);
  expect(formatRelation({ name: "b" })).toBe("b");
});

test("a version is accepted only within its bound", () => {
  expect(relationAccepts({ name: "a", operator: ">=", version: "2" }, "1.9")).toBe(false);
  expect(relationAccepts({ name: "a", operator: ">=", version: "2" }, "2")).toBe(true);
  expect(relationAccepts({ name: "a" }, "1")).toBe(true);
});
