import { describe, expect, test } from "vitest";
import { mergeLayers } from "../../oci/merge-layers.ts";
import type { TarEntry } from "../../tar/entry.ts";
import { hardlinkFaults } from "./hardlink-faults.ts";

const entry = (path: string, changes: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  xattrs: new Map(),
  ...changes,
});
const link = (path: string, linkPath: string) => entry(path, { type: "hardlink", linkPath });
const faults = (...layers: readonly (readonly TarEntry[])[]) => hardlinkFaults(layers, mergeLayers(layers));

describe("hardlinkFaults", () => {
  test("groups that stay whole are no fault, however their names are written", () => {
    expect(faults([entry("./a/x"), link("a/y", "./a//x"), link("/a/z", "a/y")])).toEqual({
      foreign: [],
      parted: [],
    });
  });

  test("a link to what another layer holds is foreign", () => {
    expect(faults([entry("a")], [link("b", "a")]).foreign).toEqual([{ path: "/b", target: "/a", layer: 1 }]);
  });

  test("a layer that replaces some names of a file parts them", () => {
    const group = [entry("a"), link("b", "a"), link("c", "b")];

    expect(faults(group, [entry("b", { mode: 0o755 })]).parted).toEqual([
      { path: "/b", layer: 1, other: "/a", otherLayer: 0 },
    ]);
    expect(faults(group, [entry("a")], [entry("c")]).parted).toEqual([
      { path: "/a", layer: 1, other: "/b", otherLayer: 0 },
      { path: "/c", layer: 2, other: "/b", otherLayer: 0 },
    ]);
  });

  test("names that go, or change together, are not parted", () => {
    const group = [entry("a"), link("b", "a")];

    expect(faults(group, [entry(".wh.b")]).parted).toEqual([]);
    expect(faults(group, [entry("a"), link("b", "a")]).parted).toEqual([]);
    expect(faults(group, [entry("b", { type: "directory" })]).parted).toEqual([]);
  });

  test("files of an encapsulated commit may change one by one", () => {
    const commit = [
      entry("sysroot/ostree/repo/objects/aa/b.file"),
      link("usr/a", "sysroot/ostree/repo/objects/aa/b.file"),
      link("usr/b", "sysroot/ostree/repo/objects/aa/b.file"),
    ];

    expect(faults(commit, [entry("usr/a")])).toEqual({ foreign: [], parted: [] });
  });
});
