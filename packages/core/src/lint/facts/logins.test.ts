import { describe, expect, test } from "vitest";
import { mergeLayers } from "../../oci/merge-layers.ts";
import { LintTree } from "../subject/lint-tree.ts";
import { loginsOf } from "./logins.ts";

const passwd = `root:x:0:0:root:/root:/bin/bash
alice:x:1000:1000::/home/alice:/bin/bash
git:x:998:998::/var/lib/git:/bin/sh
daemon:x:1:1::/usr/sbin:/usr/sbin/nologin
`;

/** Who can log in to an image with these files, by what. */
function ways(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const texts = new Map(Object.entries({ "etc/passwd": passwd, ...files }));
  const common = { type: "file", mode: 0o644, mtime: 0, uid: 0, gid: 0, xattrs: new Map() } as const;
  const merged = mergeLayers([[...texts].map(([path, text]) => ({ ...common, path, size: text.length }))]);
  const tree = new LintTree(merged, {
    contentOf: ({ entry }) => Buffer.from(texts.get(entry.path) ?? ""),
  });
  return Object.fromEntries(
    loginsOf(tree).flatMap(({ name, hasPassword, hasKey }) => {
      const found = [...(hasPassword ? ["password"] : []), ...(hasKey ? ["key"] : [])];
      return found.length === 0 ? [] : [[name, found]];
    }),
  );
}

describe("a password", () => {
  const hash = "$y$j9T$salt$hash";

  test.each([
    ["of a hash lets in", hash, true],
    ["that is empty lets in", "", true],
    ["that is locked lets nobody in, although its hash is still there", `!${hash}`, false],
    ["that is locked twice lets nobody in", `!!${hash}`, false],
    ["of a star lets nobody in", "*", false],
    ["that was disabled by a star lets nobody in", `*${hash}`, false],
  ])("%s", (_, field, letsIn) => {
    expect(ways({ "etc/shadow": `root:${field}:20000:0:99999:7:::\n` })).toEqual(
      letsIn ? { root: ["password"] } : {},
    );
  });
});

describe("a file of keys", () => {
  test.each<[string, string, string[]]>([
    ["in the home of root is for root alone", "root/.ssh/authorized_keys", ["root"]],
    [
      "where the home of root is in an image is for root alone",
      "var/roothome/.ssh/authorized_keys2",
      ["root"],
    ],
    ["in a home is for its owner alone", "home/alice/.ssh/authorized_keys", ["alice"]],
    ["where homes are in an image is for the owner alone", "var/home/alice/.ssh/authorized_keys", ["alice"]],
    [
      "that is copied at the first boot counts where it goes",
      "usr/share/factory/home/alice/.ssh/authorized_keys",
      ["alice"],
    ],
    ["in a home elsewhere is for its owner alone", "var/lib/git/.ssh/authorized_keys", ["git"]],
    ["in a home of nobody is for nobody", "var/lib/other/.ssh/authorized_keys", []],
    ["for new homes is for nobody", "etc/skel/.ssh/authorized_keys", []],
    ["with the name of an account is for that", "usr/lib/debootc/authorized-keys/alice", ["alice"]],
    ["in a directory for each account is for that", "etc/ssh/alice/authorized_keys", ["alice"]],
    ["of the whole system is for all", "etc/ssh/authorized_keys", ["root", "alice", "git"]],
  ])("%s", (_, path, names) => {
    expect(Object.keys(ways({ [path]: "ssh-ed25519 key\n" }))).toEqual(names);
  });

  test("that tmpfiles.d writes is for whose home it is in", () => {
    const line = "f+ /var/lib/git/.ssh/authorized_keys 0600 git git - key\n";

    expect(Object.keys(ways({ "usr/lib/tmpfiles.d/key.conf": line }))).toEqual(["git"]);
  });
});
