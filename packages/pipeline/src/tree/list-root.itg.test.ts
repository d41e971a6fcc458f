import { mkdir, mkdtempDisposable, readFile, rename, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestOfBytes } from "@debootc/core/record/digest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hardRoot, plant, wholeEntry } from "../image/root.fixture.ts";
import { readTreeListing } from "../layers/read-tree-listing.ts";
import { listRoot } from "./list-root.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
const signal = new AbortController().signal;

beforeEach(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-list-"));
});
afterEach(() => work[Symbol.asyncDispose]());

async function list(name: string, entries = hardRoot) {
  const root = join(work.path, name);
  await mkdir(root);
  await plant(root, entries);
  const listing = join(work.path, `${name}.jsonl`);
  return { root, listing, found: await listRoot(root, listing, 2000, signal) };
}

describe("the listing of a root", () => {
  test("has all of it, and of every file the digest", async () => {
    const { listing, found } = await list("root");

    expect(await readTreeListing(listing)).toEqual(
      hardRoot.map(({ entry, bytes }) =>
        entry.type === "file" ? { ...entry, digest: digestOfBytes(bytes) } : entry,
      ),
    );
    expect(found).toEqual({
      digest: digestOfBytes(await readFile(listing)),
      bytes: hardRoot.reduce((sum, { entry }) => sum + entry.size, 0),
      files: hardRoot.length,
    });
  });

  test("is the same for an equal root elsewhere", async () => {
    expect((await list("one")).found).toEqual((await list("other")).found);
  });

  test.each<[string, (root: string) => Promise<unknown>]>([
    ["content", (root) => writeFile(join(root, "usr/zero"), "x")],
    ["name", (root) => rename(join(root, "usr/zero"), join(root, "usr/nought"))],
  ])("has another digest for another %s", async (_, change) => {
    const { root, listing, found } = await list("root");
    await change(root);

    expect((await listRoot(root, listing, 2000, signal)).digest).not.toBe(found.digest);
  });

  test("leaves the root as it was", async () => {
    const { root, listing } = await list("root");
    const before = await stat(join(root, "usr"));
    await listRoot(root, listing, 2000, signal);

    expect((await stat(join(root, "usr"))).ctimeMs).toBe(before.ctimeMs);
  });
});

test("a root that no image can hold is refused", async () => {
  const device = wholeEntry({ path: "null", type: "character", device: { major: 1, minor: 3 } });

  await expect(list("root", [device])).rejects.toMatchObject({ code: "layout-impossible" });
});
