import { expect, test } from "vitest";
import { canonicalJson } from "../record/canonical-json.ts";
import { lockRecord } from "./lock.ts";
import { lockedOf, sectionOf, treefileOf } from "./lock-section.fixture.ts";
import { lockText } from "./lock-text.ts";

const section = sectionOf(treefileOf(), {
  packages: [lockedOf("alpha", "1"), lockedOf("beta", "2")],
  ids: { users: [], groups: [{ name: "alpha", gid: 805 }] },
});
const lock = { architectures: { arm64: section, amd64: section } };

test("a lockfile is read back as it was", () => {
  expect(lockRecord.parse(lockText(lock), "x")).toEqual(lock);
});

test("without its line breaks it is the canonical text of the record", () => {
  expect(lockText(lock).replaceAll("\n", "")).toBe(lockRecord.serialize(lock).trimEnd());
  expect(canonicalJson(JSON.parse(lockText(lock)))).toBe(lockRecord.serialize(lock).trimEnd());
});

test("a changed version of one package changes one line", () => {
  const changed = { ...section, packages: [lockedOf("alpha", "1"), lockedOf("beta", "3")] };
  const [before, after] = [section, changed].map((one) =>
    lockText({ architectures: { amd64: one } }).split("\n"),
  );

  expect(after?.filter((line, index) => line !== before?.[index]).length).toBe(1);
});
