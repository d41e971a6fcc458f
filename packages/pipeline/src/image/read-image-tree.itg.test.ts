import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { writeLayout } from "./layout.fixture.ts";
import { openImage } from "./open-image.ts";
import { readImageTree } from "./read-image-tree.ts";
import { hardRoot, wholeEntries, wholeEntry } from "./root.fixture.ts";
import { rootEntries } from "../tree/root-entries.ts";

const directory = (path: string, mode = 0o755) => wholeEntry({ path, type: "directory", mode });
const file = (path: string, text: string) => wholeEntry({ path, type: "file", bytes: Buffer.from(text) });
const link = (path: string, linkPath: string) => wholeEntry({ path, type: "symlink", linkPath });
const again = (path: string, linkPath: string) => wholeEntry({ path, type: "hardlink", linkPath });

/** All that a layer can do to those below. */
const layers = [
  hardRoot,
  [
    directory("a"),
    directory("a/b"),
    file("a/b/c", "c"),
    file("a/d", "d"),
    directory("e"),
    file("e/f", "f"),
    link("to-e", "e"),
    file("turns", "file"),
    directory("turns-too"),
    file("turns-too/x", "x"),
    link("link", "a"),
  ],
  [
    file(".wh.empty", ""),
    directory("a", 0o700),
    file("a/.wh..wh..opq", ""),
    file("a/new", "new"),
    file("to-e/g", "through a link"),
    file("to-e/.wh.f", ""),
    directory("turns"),
    file("turns/y", "y"),
    file("turns-too", "file"),
    directory("link"),
    file("link/z", "z"),
  ],
  [
    again("usr/bin/ping6", "usr/bin/ping"),
    file("usr/bin/.wh.ping4", ""),
    file("usr/.wh.zero", ""),
    file("usr/zero", "again"),
  ],
];

test("the tree is what umoci unpacks", async ({ skip }) => {
  if ((await findTool("umoci")) === undefined) skip("umoci is not installed: apt-get install umoci");
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-tree-"));
  const layout = await writeLayout(join(work.path, "layout"), layers, { mediaType: mediaTypes.layerGzip });
  const bundle = join(work.path, "bundle");
  await run({ tool: "umoci", args: ["unpack", "--image", `${layout}:latest`, bundle] });

  const tree = await readImageTree(await openImage(layout));
  const unpacked = await wholeEntries(rootEntries(join(bundle, "rootfs"), { timestamp: 2 ** 31 }));

  // A directory that something is added to or taken from gets another time on disk.
  const facts = ({
    path,
    type,
    mode,
    uid,
    gid,
    size,
    linkPath,
    xattrs,
  }: (typeof unpacked)[number]["entry"]) => ({ path, type, mode, uid, gid, size, linkPath, xattrs });
  const inodes = new Map<unknown, string>();
  const ours = [...tree.entries.values()].map(({ entry, inode }) => {
    const first = inodes.get(inode);
    inodes.set(inode, first ?? entry.path);
    return facts(first === undefined ? entry : { ...entry, type: "hardlink", linkPath: first, size: 0 });
  });
  expect(ours).toEqual(unpacked.map(({ entry }) => facts(entry)));
});
