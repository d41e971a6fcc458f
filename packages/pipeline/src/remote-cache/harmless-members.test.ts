import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { expect, test } from "vitest";
import { harmlessMembers } from "./harmless-members.ts";

const plain = { mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 1, xattrs: new Map<string, Buffer>() };
const directory = (path: string): TarEntry => ({ ...plain, path, type: "directory", mode: 0o755 });
const file = (path: string, change: Partial<TarEntry> = {}): TarEntry => ({
  ...plain,
  path,
  type: "file",
  ...change,
});
const symlink = (path: string, linkPath: string): TarEntry => ({ ...plain, path, type: "symlink", linkPath });
const hardlink = (path: string, linkPath: string): TarEntry => ({
  ...plain,
  path,
  type: "hardlink",
  linkPath,
});
const device = (path: string, major: number, minor: number): TarEntry => ({
  ...plain,
  path,
  type: "character",
  device: { major, minor },
});
const having = (path: string, name: string) => file(path, { xattrs: new Map([[name, Buffer.from("x")]]) });

async function* membersOf(entries: readonly TarEntry[]): AsyncGenerator<TarMember> {
  for (const entry of entries) yield { entry, body: (async function* () {})() };
}

async function passed(entries: readonly TarEntry[], isSystem: boolean): Promise<TarEntry[]> {
  const out: TarEntry[] = [];
  for await (const { entry } of harmlessMembers(membersOf(entries), isSystem)) out.push(entry);
  return out;
}

test("a tree of a system passes with all that it may have", async () => {
  const entries = [
    directory("."),
    directory("./root"),
    file("./root/su", { mode: 0o4755 }),
    having("./root/ping", "security.capability"),
    hardlink("./root/again", "./root/su"),
    symlink("./root/bin", "/etc"),
    { ...plain, path: "./root/pipe", type: "fifo" as const },
    device("./root/removed", 0, 0),
    having("./root/opaque", "trusted.overlay.opaque"),
  ];

  expect(await passed(entries, true)).toEqual(entries);
});

test.each<[string, readonly TarEntry[], string]>([
  ["a path upwards", [file("./../x")], '"./../x" in its archive leads elsewhere'],
  ["an absolute path", [file("/etc/passwd")], "leads elsewhere"],
  ["a path through a link", [symlink("./etc", "/etc"), file("./etc/passwd")], "is not below a directory"],
  ["a path through a file", [file("./a"), file("./a/b")], "is not below a directory"],
  ["a path without its directory", [file("./a/b")], "is not below a directory"],
  ["a name twice", [file("./a"), symlink("./a", "/etc")], "is there twice"],
  ["a name twice, written otherwise", [file("./a"), file("a")], "is there twice"],
  ["a hard link outwards", [hardlink("./a", "/etc/shadow")], "leads elsewhere"],
  ["a hard link upwards", [hardlink("./a", "../../etc/shadow")], "leads elsewhere"],
  ["a hard link to what comes later", [hardlink("./a", "./b"), file("./b")], "links to nothing before it"],
  ["a hard link to a directory", [directory("./a"), hardlink("./b", "./a")], "links to nothing before it"],
  ["a disk", [{ ...device("./sda", 8, 0), type: "block" }], "is a block"],
  ["memory", [device("./mem", 1, 1)], "is a character"],
  ["an attribute of this machine", [having("./a", "security.ima")], "the extended attribute security.ima"],
  ["an attribute of root", [having("./a", "trusted.md5sum")], "the extended attribute trusted.md5sum"],
])("%s is refused", async (_what, entries, message) => {
  await expect(passed([directory("."), ...entries], true)).rejects.toThrow(message);
});

test.each<[string, TarEntry, string]>([
  ["a link", symlink("./record.json", "/etc/shadow"), "is a symlink"],
  ["a pipe", { ...plain, path: "./record.json", type: "fifo" }, "is a fifo"],
  ["a removed name", device("./a", 0, 0), "is a character"],
  ["a set-id program", file("./a", { mode: 0o4755 }), "has the mode 4755"],
  ["an attribute", having("./a", "user.x"), "has the extended attribute user.x"],
])("where there is no tree of a system, %s is refused", async (_what, entry, message) => {
  await expect(passed([directory("."), entry], false)).rejects.toThrow(message);
});

test("an archive of nothing, and one that is not a directory, is refused", async () => {
  await expect(passed([], true)).rejects.toThrow("is empty");
  await expect(passed([symlink(".", "/etc")], true)).rejects.toThrow("is not a directory");
});
