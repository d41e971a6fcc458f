import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { TarEntry } from "./entry.ts";
import { tarHeader } from "./tar-header.ts";
import { writeTar } from "./write-tar.ts";

const file: TarEntry = {
  path: "f",
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0,
  xattrs: new Map(),
};

/** Records of the extended header as text; empty if there is none. */
function recordsOf(header: Buffer): string {
  return header.length === 512 ? "" : header.toString("latin1", 512, header.length - 512).replace(/\0+$/, "");
}

describe("tarHeader", () => {
  test.each([
    ["a name of 100 bytes", { path: "n".repeat(100) }],
    ["a name of 101 bytes with a slash in reach", { path: `d/${"n".repeat(99)}` }],
    ["a name of 256 bytes cut at 155", { path: `${"d".repeat(155)}/${"n".repeat(100)}` }],
    ["a link target of 100 bytes", { type: "symlink", linkPath: "t".repeat(100) }],
    ["a name that is not ASCII", { path: "é" }],
    ["100 bytes of a name that is not ASCII", { path: "é".repeat(50) }],
    ["a name that is not ASCII, with a slash in reach", { path: `${"é".repeat(70)}/${"ж".repeat(50)}` }],
    ["a directory that is not ASCII", { path: "é".repeat(49), type: "directory" }],
    ["a link target that is not ASCII", { type: "symlink", linkPath: "é".repeat(50) }],
    ["a hardlink between names that are not ASCII", { path: "é", type: "hardlink", linkPath: "ж" }],
    ["ids and sizes at the limit of octal", { uid: 0o7777777, gid: 0o7777777, size: 0o77777777777 }],
  ] as const)("%s needs no extended header", (_what, changes) => {
    expect(tarHeader({ ...file, ...changes })).toHaveLength(512);
  });

  test.each([
    ["a name of 101 bytes without a slash", { path: "n".repeat(101) }, `111 path=${"n".repeat(101)}\n`],
    [
      "a directory whose only slash is its own",
      { path: "d".repeat(100), type: "directory" },
      `111 path=${"d".repeat(100)}/\n`,
    ],
    ["a prefix of 156 bytes", { path: `${"d".repeat(156)}/n` }, `168 path=${"d".repeat(156)}/n\n`],
    [
      "a link target of 101 bytes",
      { type: "symlink", linkPath: "t".repeat(101) },
      `115 linkpath=${"t".repeat(101)}\n`,
    ],
    ["a size of 8 GiB", { size: 8 * 1024 ** 3 }, "19 size=8589934592\n"],
    ["ids beyond octal", { uid: 2_097_152, gid: 4_294_967_294 }, "18 gid=4294967294\n15 uid=2097152\n"],
    [
      "a record whose length makes itself longer",
      { path: "p".repeat(990) },
      `1001 path=${"p".repeat(990)}\n`,
    ],
    [
      "an attribute",
      { xattrs: new Map([["user.a=b%", Buffer.from([0xff, 0])]]) },
      "33 SCHILY.xattr.user.a%3Db%25=\xff\x00\n",
    ],
  ] as const)("%s is a PAX record", (_what, changes, records) => {
    expect(recordsOf(tarHeader({ ...file, ...changes }))).toBe(records);
  });

  const long = `${"x".repeat(61)}${"é".repeat(60)}`;

  test("the name that remains in the block before a longer one is cut between characters", () => {
    const header = tarHeader({ ...file, path: long });
    const block = header.subarray(header.length - 512);

    expect(block.toString("utf8", 0, 100).replace(/\0+$/, "")).toBe(`${"x".repeat(61)}${"é".repeat(19)}`);
  });

  test("a longer name that is not ASCII is no PAX record, which libarchive cannot convert in the C locale", () => {
    const attributes = new Map([["user.a", Buffer.from("1")]]);
    const header = tarHeader({
      ...file,
      type: "symlink",
      path: `d/${long}`,
      linkPath: long,
      xattrs: attributes,
    });
    const flags = Array.from({ length: header.length / 512 }, (_, block) =>
      header.toString("latin1", block * 512),
    )
      .filter((block) => block.startsWith("ustar\0", 257))
      .map((block) => block[156]);

    expect(flags).toEqual(["x", "L", "K", "2"]);
    expect(header.includes(`d/${long}\0`)).toBe(true);
    expect(header.includes("path=")).toBe(false);
  });

  test.each([
    ["an empty path", { path: "" }],
    ["a path with a slash at its end", { path: "d/", type: "directory" }],
    ["a NUL in a name", { path: "a\0b" }],
    ["half a character", { path: "\ud800" }],
    ["a file with a link path", { linkPath: "x" }],
    ["a symlink without a target", { type: "symlink" }],
    ["a directory with a body", { type: "directory", size: 1 }],
    ["file type bits in the mode", { mode: 0o100644 }],
    ["a time before 1970", { mtime: -1 }],
    ["a fraction of a second", { mtime: 1.5 }],
    ["a negative id", { uid: -1 }],
    ["device numbers beyond octal", { type: "block", device: { major: 1, minor: 2 ** 24 } }],
  ] as const)("%s is refused", (_what, changes) => {
    expect(() => tarHeader({ ...file, ...changes })).toThrow(/^tar entry /);
  });
});

describe("writeTar", () => {
  test("an empty archive is two zero blocks", async () => {
    async function* none() {}

    expect(await buffer(writeTar(none()))).toEqual(Buffer.alloc(1024));
  });

  test("chunks of a body pass through uncopied", async () => {
    const chunk = Buffer.alloc(1024, "x");
    async function* one() {
      yield {
        entry: { ...file, size: 1024 },
        body: (async function* () {
          yield chunk;
        })(),
      };
    }

    const chunks: Uint8Array[] = [];
    for await (const written of writeTar(one())) chunks.push(written);

    expect(chunks[1]).toBe(chunk);
  });

  test.each([2, 4])("a body of %d bytes instead of the stated 3 is refused", async (length) => {
    async function* one() {
      yield {
        entry: { ...file, size: 3 },
        body: (async function* () {
          yield Buffer.alloc(length);
        })(),
      };
    }

    await expect(buffer(writeTar(one()))).rejects.toThrow(`states 3 bytes, its body had ${length}`);
  });
});
