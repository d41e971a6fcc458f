import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { file, symlink } from "./tree.fixture.ts";
import type { TreeEntry } from "./tree-entry.ts";
import { formatTreeLine, parseTreeListing, treeListingHead } from "./tree-listing.ts";

const oddName = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.string({ unit: fc.constantFrom("\n", "\r", "\u2028", '"', "\\", "\udcff", "é", "/"), minLength: 1 }),
    fc.constantFrom("__proto__", "constructor", "."),
  )
  .filter((text) => !text.includes("\0"));
const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const deviceNumber = fc.nat({ max: 1_048_575 });
const xattrs = fc
  .array(fc.tuple(oddName, fc.uint8Array({ maxLength: 40 })), { maxLength: 4 })
  .map((pairs) => new Map(pairs.map(([name, value]) => [`user.${name}`, Buffer.from(value)])));
const common = {
  path: oddName,
  mode: fc.nat({ max: 0o7777 }),
  uid: number,
  gid: number,
  mtime: fc.maxSafeInteger(),
  xattrs,
};
const anyEntry: fc.Arbitrary<TreeEntry> = fc.oneof(
  fc.record({
    ...common,
    type: fc.constant("file" as const),
    size: number,
    digest: oddName.map(digestOfBytes),
  }),
  fc.record({
    ...common,
    type: fc.constantFrom("directory" as const, "fifo" as const),
    size: fc.constant(0),
  }),
  fc.record({
    ...common,
    type: fc.constantFrom("symlink" as const, "hardlink" as const),
    size: fc.constant(0),
    linkPath: oddName,
  }),
  fc.record({
    ...common,
    type: fc.constantFrom("character" as const, "block" as const),
    size: fc.constant(0),
    device: fc.record({ major: deviceNumber, minor: deviceNumber }),
  }),
);

async function* lines(text: string) {
  yield* text.replace(/\n$/, "").split("\n");
}

function parsed(text: string): Promise<TreeEntry[]> {
  return Array.fromAsync(parseTreeListing(lines(text), "tree.jsonl"));
}

describe("a listing", () => {
  test("gives back what went into it, whatever the names and attributes are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry), async (entries) => {
        const text = treeListingHead + entries.map(formatTreeLine).join("");

        expect(await parsed(text)).toEqual(entries);
        expect(text.split("\n")).toHaveLength(entries.length + 2);
      }),
    );
  });

  test("gives back the names of attributes that V8 takes for others where they are keys of an object", async () => {
    const entries = ["user.\\", "user.\n", 'user."'].map((name) => ({
      ...file("f", 3),
      xattrs: new Map([
        ["user.", Buffer.from("1")],
        [name, Buffer.from("2")],
      ]),
    }));
    const text = treeListingHead + entries.map(formatTreeLine).join("");

    expect((await parsed(text)).map(({ xattrs }) => [...xattrs.keys()])).toEqual(
      entries.map(({ xattrs }) => [...xattrs.keys()]),
    );
  });

  test("is the same for equal entries, in whatever order their attributes were found", () => {
    const values = [
      ["user.a", Buffer.from("1")],
      ["user.b", Buffer.from("2")],
    ] as const;
    const { path, ...rest } = file("f", 3);

    expect(formatTreeLine({ ...rest, path, xattrs: new Map(values.toReversed()) })).toBe(
      formatTreeLine({ path, ...rest, xattrs: new Map(values) }),
    );
  });

  test("without entries is one line", async () => {
    expect(await parsed(treeListingHead)).toEqual([]);
  });
});

const good = formatTreeLine(file("etc/motd", 5));

describe("a damaged line is an error that names its place:", () => {
  test.each([
    ["cut short", good.slice(0, -9)],
    ["empty", ""],
    ["no object", "[]"],
    ["without a path", good.replace('"path":"etc/motd",', "")],
    ["with an empty path", good.replace("etc/motd", "")],
    ["of no known type", good.replace('"type":"file"', '"type":"socket"')],
    ["with a mode beyond the permission bits", good.replace('"mode":420', '"mode":33188')],
    ["with a size below nothing", good.replace('"size":5', '"size":-5')],
    ["with a size that is not a whole number", good.replace('"size":5', '"size":5.5')],
    ["with another digest", good.replace("sha256:", "sha512:")],
    ["with attributes that are not base64", good.replace('"uid":0', '"uid":0,"xattrs":[["user.a","!"]]')],
    ["with what no listing has", good.replace('"uid":0', '"uid":0,"ctime":0')],
  ])("%s", async (_, line) => {
    await expect(parsed(`${treeListingHead}${good}${line.trimEnd()}\n${good}`)).rejects.toMatchObject({
      code: "record-invalid",
      message: expect.stringMatching(/^tree\.jsonl:3: not a listing of a root: /),
    });
  });
});

describe("a head is refused that is", () => {
  test.each([
    ["newer", '{"schema":"debootc/tree","version":3}\n'],
    ["older", '{"schema":"debootc/tree","version":1}\n'],
    ["of another record", '{"schema":"debootc/layers","version":1}\n'],
    ["missing", good],
  ])("%s", async (_, head) => {
    await expect(parsed(head + good)).rejects.toMatchObject({
      code: "record-invalid",
      message: expect.stringMatching(/^tree\.jsonl: /),
    });
  });

  test("that of no text at all", async () => {
    const nothing = parseTreeListing((async function* () {})(), "tree.jsonl");

    await expect(Array.fromAsync(nothing)).rejects.toMatchObject({
      code: "record-invalid",
      message: expect.stringMatching(/^tree\.jsonl: .*empty$/),
    });
  });
});

test("the entries before the damage are still returned", async () => {
  const seen: string[] = [];
  const reading = async () => {
    for await (const { path } of parseTreeListing(lines(`${treeListingHead}${good}{`), "x")) seen.push(path);
  };

  await expect(reading()).rejects.toThrow("x:3");
  expect(seen).toEqual(["etc/motd"]);
});

test("a link keeps its target as it is", () => {
  expect(formatTreeLine(symlink("a", "../b//c/."))).toContain('"link":"../b//c/."');
});
