import { expect, test } from "vitest";
import { mergeLayers } from "../../oci/merge-layers.ts";
import type { TarEntry, TarEntryType } from "../../tar/entry.ts";
import { pathsThroughLinks } from "./paths-through-links.ts";

const entry = (path: string, type: TarEntryType = "file", linkPath?: string): TarEntry => ({
  path,
  type,
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  xattrs: new Map(),
  ...(linkPath === undefined ? {} : { linkPath }),
});
const found = (...layers: readonly (readonly TarEntry[])[]) => pathsThroughLinks(layers, mergeLayers(layers));

test("names below a link are told, those where it leads to are not", () => {
  const base = [entry("usr/lib", "directory"), entry("lib", "symlink", "usr/lib")];

  expect(found(base, [entry("./lib/a/x"), entry("usr/lib/y")])).toEqual([
    { path: "/lib/a/x", layer: 1, link: "/lib" },
  ]);
});

test("a directory that a later layer made a link of is no fault of the earlier", () => {
  const moved = [entry(".wh.opt"), entry("opt", "symlink", "var/opt"), entry("var/opt", "directory")];

  expect(found([entry("opt/x")], moved)).toEqual([]);
});
