import { expect, test } from "vitest";
import { formerCommits } from "./ref-history.ts";

test("the former commits of a ref are those under its own name, the newest first", () => {
  const refs = new Map([
    ["debootc-history:a/b/__000001", "first"],
    ["debootc-history:a/b/__000010", "tenth"],
    ["debootc-history:a/b/__000009", "ninth"],
    ["debootc-history:a/__000004", "of a shorter ref"],
    ["debootc-history:a/b/c/__000005", "of a longer ref"],
    ["a/b", "now"],
    ["other:a/b/__000007", "of another remote"],
  ]);

  expect(formerCommits(refs, "a/b")).toEqual([
    { keptBy: "debootc-history:a/b/__000010", checksum: "tenth" },
    { keptBy: "debootc-history:a/b/__000009", checksum: "ninth" },
    { keptBy: "debootc-history:a/b/__000001", checksum: "first" },
  ]);
});

test("a ref that always named one commit has no former ones", () => {
  expect(formerCommits(new Map([["a", "now"]]), "a")).toEqual([]);
});
