import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeLayers } from "../oci/merge-layers.ts";
import { anyPath, anyTree, directory, file, hardlink, symlink, treeOf } from "./tree.fixture.ts";
import { treeResolver } from "./tree-resolver.ts";

const merged = treeOf(
  symlink("bin", "usr/bin"),
  symlink("lib", "/usr/lib"),
  file("usr/bin/bash"),
  symlink("usr/bin/sh", "bash"),
  symlink("usr/bin/editor", "/etc/alternatives/editor"),
  symlink("etc/alternatives/editor", "/bin/nano"),
  file("usr/bin/nano"),
  directory("usr/lib"),
  symlink("usr/share/up", "../../../../../bin/sh"),
  symlink("usr/share/deep", "../lib/../../lib/x"),
  symlink("gone", "/nowhere/at/all"),
  symlink("here", "."),
  symlink("root", "/"),
  symlink("slashes", "//usr//lib/"),
  symlink("me", "me"),
  symlink("ping", "pong/x"),
  symlink("pong", "ping/x"),
);

describe("target", () => {
  test.each([
    ["a name without links", "usr/bin/bash", "usr/bin/bash"],
    ["a relative link", "usr/bin/sh", "usr/bin/bash"],
    ["a link in the middle", "bin/bash", "usr/bin/bash"],
    ["an absolute link in the middle", "lib/x/y", "usr/lib/x/y"],
    ["a chain of links", "bin/editor", "usr/bin/nano"],
    ["a link that leads above the root", "usr/share/up", "usr/bin/bash"],
    ["a link with .. in its midst", "usr/share/deep", "usr/lib/x"],
    ["a link to nothing", "gone", "nowhere/at/all"],
    ["a name below nothing", "gone/x", "nowhere/at/all/x"],
    ["a name that is missing", "no/such", "no/such"],
    ["a link to its own directory", "here/here/bin", "usr/bin"],
    ["a link to the root", "root/root", "."],
    ["superfluous slashes", "slashes/x", "usr/lib/x"],
    ["the root", ".", "."],
    ["a path above the root", "../../bin/sh", "usr/bin/bash"],
    ["a link to itself", "me", undefined],
    ["a name below a link to itself", "me/x", undefined],
    ["a circle", "ping", undefined],
  ])("%s", (_, path, target) => {
    expect(treeResolver(merged).target(path)).toBe(target);
  });

  test(".. leads up from where the link before it led", () => {
    const { target } = treeResolver([symlink("a", "x/y"), symlink("b", "a/../c")]);

    expect([target("b"), target("a/../c")]).toEqual(["x/c", "x/c"]);
  });

  test("a hardlink to a link leads on from its own place", () => {
    const { target } = treeResolver([symlink("a/one", "x"), hardlink("b/other", "a/one")]);

    expect([target("a/one"), target("b/other")]).toEqual(["a/x", "b/x"]);
  });

  test("forty links are followed, but not one more, wherever they are in the path", () => {
    const chain = Array.from({ length: 41 }, (_, index) => symlink(`l${index}`, `l${index + 1}`));
    const { target } = treeResolver([...chain, symlink("here", ".")]);

    expect([target("l1"), target("l0")]).toEqual(["l41", undefined]);
    expect([target(`${"here/".repeat(40)}x`), target(`${"here/".repeat(41)}x`)]).toEqual(["x", undefined]);
  });

  test("links that double the path again and again end at the limit", () => {
    const doubling = Array.from({ length: 60 }, (_, index) =>
      symlink(`l${index + 1}`, `l${index}/l${index}`),
    );
    const { target, entry } = treeResolver([symlink("l0", "."), ...doubling]);

    expect([target("l60"), entry("l60/x")]).toEqual([undefined, "l60/x"]);
  });
});

describe("entry", () => {
  test.each([
    ["a link is not followed if it is the requested name", "bin", "bin"],
    ["links among the parents are followed", "bin/sh", "usr/bin/sh"],
    ["a name below a link to the root is in the root", "root/x", "x"],
    ["a missing name is where its directory leads", "lib/modules", "usr/lib/modules"],
    ["a name below a circle stays as it is", "ping/etc", "ping/etc"],
    ["the root", ".", "."],
  ])("%s", (_, path, entry) => {
    expect(treeResolver(merged).entry(path)).toBe(entry);
  });
});

test("what an image of the tree finds is where the resolver says", () => {
  fc.assert(
    fc.property(anyTree, fc.array(anyPath), (tree, paths) => {
      const { target } = treeResolver(tree);
      const image = mergeLayers([tree]);
      for (const path of paths) {
        const found = image.find(path)?.entry.path;
        if (found !== undefined) expect(target(path)).toBe(found);
      }
    }),
    { numRuns: 300 },
  );
});

test("nothing leads outside the tree, and no link is left where something leads", () => {
  fc.assert(
    fc.property(anyTree, fc.array(anyPath), (tree, paths) => {
      const { entry, target } = treeResolver(tree);
      const byPath = new Map(tree.map((each) => [each.path, each]));
      const isLink = (path: string) => {
        const { type, linkPath = "" } = byPath.get(path) ?? {};
        return (type === "hardlink" ? byPath.get(linkPath)?.type : type) === "symlink";
      };
      for (const path of paths) {
        const end = target(path);
        expect(end?.split("/") ?? []).not.toContain("..");
        expect(end?.startsWith("/") ?? false).toBe(false);
        if (end !== undefined) expect([isLink(end), target(end)]).toEqual([false, end]);
        // What a path leads to does not depend on whether the links above it are followed first.
        const there = target(entry(path));
        if (there !== undefined && end !== undefined) expect(there).toBe(end);
      }
    }),
    { numRuns: 300 },
  );
});
