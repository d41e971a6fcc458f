import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { expect, test } from "vitest";
import { readTreeListing } from "./read-tree-listing.ts";

const file = (path: string): TreeEntry => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  xattrs: new Map(),
});

async function roundTrip(entries: readonly TreeEntry[], text = (whole: string) => whole) {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-listing-"));
  const listing = join(work.path, "tree.jsonl");
  await writeFile(listing, text(treeListingHead + entries.map(formatTreeLine).join("")));
  return await readTreeListing(listing);
}

test("names may contain anything that some programs take for the end of a line", async () => {
  const entries = ["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\v\f"].map((end) => file(`a${end}b`));

  expect(await roundTrip(entries)).toEqual(entries);
});

test("a listing of many chunks is read completely, even if characters are split between two", async () => {
  const entries = Array.from({ length: 3000 }, (_, index) => file(`${index}${"é€".repeat(index % 50)}`));

  expect(await roundTrip(entries)).toEqual(entries);
});

test("a listing that was cut in a line is refused, naming file and line", async () => {
  await expect(roundTrip([file("a"), file("b")], (whole) => whole.slice(0, -10))).rejects.toMatchObject({
    code: "record-invalid",
    message: expect.stringMatching(/\/tree\.jsonl:3: /),
  });
});
