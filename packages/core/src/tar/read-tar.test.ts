import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { TarEntry } from "./entry.ts";
import { checksumOf, headerFields } from "./header-field.ts";
import { encodePaxRecords } from "./pax-records.ts";
import { readTar } from "./read-tar.ts";
import { tarHeader } from "./tar-header.ts";

const file: TarEntry = {
  path: "f",
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 7,
  xattrs: new Map(),
};
const end = Buffer.alloc(1024);

/** A header with some fields replaced and a correct checksum. */
function header(changes: Partial<Record<keyof typeof headerFields, string>>, entry: TarEntry = file): Buffer {
  const block = tarHeader(entry);
  for (const [name, { offset, length }] of Object.entries(headerFields)) {
    const text = (changes as Record<string, string | undefined>)[name];
    if (text !== undefined) block.fill(0, offset, offset + length).write(text, offset, "latin1");
  }
  block.write(`${checksumOf(block).toString(8).padStart(6, "0")}\0 `, headerFields.checksum.offset, "latin1");
  return block;
}

function extended(flag: "x" | "g" | "L" | "K", payload: Buffer): Buffer {
  const padding = Buffer.alloc((512 - (payload.length % 512)) % 512);
  return Buffer.concat([header({ typeFlag: flag }, { ...file, size: payload.length }), payload, padding]);
}

function pax(flag: "x" | "g", records: Record<string, string>): Buffer {
  return extended(
    flag,
    encodePaxRecords(new Map(Object.entries(records).map(([k, v]) => [k, Buffer.from(v)]))),
  );
}

/** Repeats headers with ever new records before a member, or for all members. */
function endless(flag: "x" | "g"): Buffer[] {
  const value = "v".repeat(1024 * 1024);
  return Array.from({ length: 20 }, (_, index) => pax(flag, { [`k${index}`]: value }));
}

async function entriesOf(...parts: Buffer[]): Promise<TarEntry[]> {
  async function* chunks() {
    yield Buffer.concat(parts);
  }
  const entries: TarEntry[] = [];
  for await (const { entry } of readTar(chunks())) entries.push(entry);
  return entries;
}

describe("readTar", () => {
  test("a global record applies to all members until their own or an empty one replaces it", async () => {
    const entries = await entriesOf(
      pax("g", { uid: "70", path: "from-global" }),
      header({}),
      pax("x", { uid: "71" }),
      header({}),
      pax("x", { uid: "", path: "" }),
      header({}),
      end,
    );

    expect(entries.map(({ path, uid }) => [path, uid])).toEqual([
      ["from-global", 70],
      ["from-global", 71],
      ["f", 0],
    ]);
  });

  test("an extended attribute may be empty", async () => {
    const [entry] = await entriesOf(pax("x", { "SCHILY.xattr.user.mark": "" }), header({}), end);

    expect(entry?.xattrs).toEqual(new Map([["user.mark", Buffer.alloc(0)]]));
  });

  test("GNU's long names and long links replace the short ones", async () => {
    const long = "n".repeat(300);
    const [entry] = await entriesOf(
      extended("K", Buffer.from(`${long}/target\0`)),
      extended("L", Buffer.from(`${long}\0`)),
      header({}, { ...file, type: "symlink", linkPath: "short" }),
      end,
    );

    expect(entry).toMatchObject({ path: long, linkPath: `${long}/target` });
  });

  test("a fraction of a second is rounded towards the past", async () => {
    const times = ["1795375959.999999999", "1.5", "-1.5", "-1.0", "-0.5", "3"];
    const entries = await entriesOf(...times.flatMap((mtime) => [pax("x", { mtime }), header({})]), end);

    expect(entries.map(({ mtime }) => mtime)).toEqual([1795375959, 1, -2, -1, -1, 3]);
  });

  test("numbers in base 256 are read, including negative times", async () => {
    const [entry] = await entriesOf(
      header({
        uid: "\x80\x00\x00\x00\xff\xff\xff\xfe",
        mtime: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfb",
      }),
      end,
    );

    expect(entry).toMatchObject({ uid: 4_294_967_294, mtime: -5 });
  });

  test("a directory of an old writer is recognised by its slash, which is not kept", async () => {
    const entries = await entriesOf(
      header({ name: "old/", typeFlag: "" }),
      header({ name: "./", typeFlag: "5" }),
      end,
    );

    expect(entries.map(({ path, type }) => [path, type])).toEqual([
      ["old", "directory"],
      [".", "directory"],
    ]);
  });

  test("a size given for a member without a body is not skipped", async () => {
    const entries = await entriesOf(header({ typeFlag: "5", size: "1000" }), header({}), end);

    expect(entries.map(({ size }) => size)).toEqual([0, 0]);
  });

  test("an archive that just ends is accepted only where that is allowed, and only after a member", async () => {
    const member = Buffer.concat([header({}, { ...file, size: 3 }), Buffer.from("box")]);
    const read = async (bytes: Buffer, mayJustEnd: boolean) => {
      const paths: string[] = [];
      for await (const { entry } of readTar(Readable.from([bytes]), { mayJustEnd })) paths.push(entry.path);
      return paths;
    };
    const padded = Buffer.concat([member, Buffer.alloc(509)]);

    for (const whole of [member, padded, Buffer.concat([padded, Buffer.alloc(512)])]) {
      expect(await read(whole, true)).toEqual(["f"]);
      await expect(read(whole, false)).rejects.toMatchObject({ code: "archive-invalid" });
    }
    for (const cut of [member.subarray(0, 514), member.subarray(0, 300), padded.subarray(0, 600)]) {
      await expect(read(cut, true)).rejects.toMatchObject({ code: "archive-invalid" });
    }
  });

  test.each([
    ["a wrong checksum", [Buffer.from(header({})).fill("x", 0, 1), end], /checksum/],
    ["a sparse file of GNU", [header({ typeFlag: "S" }), end], /sparse/],
    ["a sparse file of PAX", [pax("x", { "GNU.sparse.major": "1" }), header({}), end], /GNU\.sparse\.major/],
    ["an access list", [pax("x", { "SCHILY.acl.access": "user::rw-" }), header({}), end], /SCHILY\.acl/],
    ["an unknown type", [header({ typeFlag: "M" }), end], /unknown type "M"/],
    ["a malformed record", [extended("x", Buffer.from("99 path=x\n")), header({}), end], /malformed/],
    ["a number that is none", [header({ uid: "12x" }), end], /uid of f is not a number/],
    [
      "a record's number that is none",
      [pax("x", { size: "1e3" }), header({}), end],
      /size of f is out of range/,
    ],
    ["a negative size", [header({ size: "\xff".repeat(12) }), end], /size of f is out of range/],
    [
      "an extended header beyond all bounds",
      [header({ typeFlag: "x", size: "77777777777" }), end],
      /extended header states/,
    ],
    ["an extended header without its member", [pax("x", { uid: "1" }), end], /between an extended header/],
    ["a lone zero block", [Buffer.alloc(512), header({}), end], /single zero block/],
    ["an empty stream", [], /truncated/],
  ])("%s is refused", async (_what, parts, message) => {
    await expect(entriesOf(...parts)).rejects.toMatchObject({
      code: "archive-invalid",
      message: expect.stringMatching(message),
    });
  });

  test("a name that is not UTF-8 is refused with its escaped bytes", async () => {
    await expect(entriesOf(header({ name: "caf\xe9" }), end)).rejects.toMatchObject({
      code: "layout-impossible",
      message: 'the name of a file is not UTF-8: "caf\\xe9"',
    });
    await expect(
      entriesOf(header({ linkName: "\xff" }, { ...file, type: "symlink", linkPath: "x" }), end),
    ).rejects.toMatchObject({
      code: "layout-impossible",
      message: 'the link target of f is not UTF-8: "\\xff"',
    });
  });

  test.each(["x", "g"] as const)("records that come without end are refused: %s", async (flag) => {
    const many = pax(flag, Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`k${index}`, ""])));
    for (const parts of [endless(flag), [many]])
      await expect(entriesOf(...parts, header({}), end)).rejects.toMatchObject({
        ...{ code: "archive-invalid", message: expect.stringContaining("extended headers have more than") },
      });
  });

  test("a body that was skipped cannot be read afterwards", async () => {
    async function* chunks() {
      yield Buffer.concat([
        tarHeader({ ...file, size: 3 }),
        Buffer.from("abc".padEnd(512, "\0")),
        header({}),
        end,
      ]);
    }
    const bodies: AsyncIterable<Uint8Array>[] = [];
    for await (const { body } of readTar(chunks())) bodies.push(body);

    await expect(Promise.all(bodies.map((body) => buffer(body)))).rejects.toThrow("skipped");
  });

  test("a reader that stops early stops the source", async () => {
    let stopped = false;
    async function* chunks() {
      try {
        for (;;) yield header({});
      } finally {
        stopped = true;
      }
    }
    for await (const _member of readTar(chunks())) break;

    expect(stopped).toBe(true);
  });

  test("a failure of the source after the end of the archive is not lost", async () => {
    async function* chunks() {
      yield end;
      throw new Error("the producer failed");
    }

    await expect(readTar(chunks()).next()).rejects.toThrow("the producer failed");
  });
});
