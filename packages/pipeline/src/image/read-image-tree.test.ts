import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import { describe, expect, test } from "vitest";
import { writeLayout } from "./layout.fixture.ts";
import type { LayerListing } from "./list-layer.ts";
import { openImage } from "./open-image.ts";
import { readImageFiles } from "./read-image-files.ts";
import { readImageTree } from "./read-image-tree.ts";
import { wholeEntry } from "./root.fixture.ts";

const file = (path: string, text: string) => wholeEntry({ path, type: "file", bytes: Buffer.from(text) });
const link = (path: string, linkPath: string) => wholeEntry({ path, type: "symlink", linkPath });
const again = (path: string, linkPath: string) => wholeEntry({ path, type: "hardlink", linkPath });

const base = [
  link("lib", "usr/lib"),
  file("usr/lib/status", "old"),
  file("usr/lib/gone", "gone"),
  file("kept", "kept"),
];
const upper = [file("lib/status", "new"), again("also", "kept"), file("usr/lib/.wh.gone", "")];

const temporaryLayout = () => mkdtempDisposable(join(tmpdir(), "debootc-tree-"));

describe("readImageTree", () => {
  test("layers are applied, and their files hashed when asked for", async () => {
    await using directory = await temporaryLayout();
    const image = await openImage(await writeLayout(directory.path, [base, upper]));

    const tree = await readImageTree(image, { digests: true });
    const digests = [...tree.entries].map(([path, { inode }]) => [path, tree.digestOf(inode)]);

    expect(digests).toEqual([
      [".", undefined],
      ["also", digestOfBytes("kept")],
      ["kept", digestOfBytes("kept")],
      ["lib", undefined],
      ["usr", undefined],
      ["usr/lib", undefined],
      ["usr/lib/status", digestOfBytes("new")],
    ]);
    const unhashed = await readImageTree(image);
    expect([...unhashed.entries.values()].map(({ inode }) => unhashed.digestOf(inode))).not.toContainEqual(
      expect.anything(),
    );
  });

  test("a layer that was listed is not read again", async () => {
    await using directory = await temporaryLayout();
    const image = await openImage(await writeLayout(directory.path, [base, upper]));
    const listings = new Map<Digest, LayerListing>();
    const tree = await readImageTree(image, { listings });

    const readLayer = () => expect.fail("a layer was read again");

    expect((await readImageTree({ ...image, readLayer }, { listings })).entries).toEqual(tree.entries);
  });

  test("cancelling ends the reading", async () => {
    await using directory = await temporaryLayout();
    const image = await openImage(await writeLayout(directory.path, [base]));

    await expect(readImageTree(image, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("readImageFiles", () => {
  test("files are read as the image shows them, through its links", async () => {
    await using directory = await temporaryLayout();
    const image = await openImage(await writeLayout(directory.path, [base, upper]));
    const tree = await readImageTree(image);

    const files = await readImageFiles(image, tree, ["lib/status", "also", "usr/lib/gone", "usr", "../kept"]);

    expect(Object.fromEntries(files)).toEqual({
      "lib/status": Buffer.from("new"),
      also: Buffer.from("kept"),
      "../kept": Buffer.from("kept"),
    });
  });

  test("if a layer has a name twice, the one that counts is read", async () => {
    await using directory = await temporaryLayout();
    const twice = [file("a", "first"), again("b", "a"), file("a", "second")];
    const image = await openImage(await writeLayout(directory.path, [twice]));

    const files = await readImageFiles(image, await readImageTree(image), ["a", "b"]);

    expect(Object.fromEntries(files)).toEqual({ a: Buffer.from("second"), b: Buffer.from("first") });
  });
});
