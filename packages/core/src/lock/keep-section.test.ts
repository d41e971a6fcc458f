import { expect, test } from "vitest";
import { keepSection } from "./keep-section.ts";
import { lockedOf, sectionOf, treefileOf } from "./lock-section.fixture.ts";

const before = sectionOf(treefileOf());
const indexes = before.indexes.map((index) => ({ ...index, date: "2026-10-01T00:00:00Z" }));

test("a section that would only get newer indexes stays as it is", () => {
  expect(keepSection(before, { ...before, indexes })).toBe(before);
});

test.each([
  ["package", { packages: [lockedOf("bash", "5.3")] }],
  ["place of a package", { packages: [lockedOf("bash", "5.2", { sourceId: "debian-security" })] }],
  ["package of the boot loader", { bootLoader: [lockedOf("grub-pc-bin", "2")] }],
  ["wish", { request: { ...before.request, recommends: true } }],
  ["id", { ids: { users: [], groups: [{ name: "a", gid: 3 }] } }],
])("another %s makes another section", (_what, change) => {
  const after = { ...before, indexes, ...change };

  expect(keepSection(before, after)).toBe(after);
});

test("without an earlier section there is nothing to keep", () => {
  expect(keepSection(undefined, before)).toBe(before);
});
