import { mkdtempDisposable, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { readTar } from "@debootc/core/tar/read-tar";
import { tarHeader } from "@debootc/core/tar/tar-header";
import { writeTar } from "@debootc/core/tar/write-tar";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractTar } from "./extract-tar.ts";
import { run, runStream } from "../run.ts";
import { readRootAsTar } from "./tar.ts";

interface Whole {
  readonly entry: TarEntry;
  readonly bytes: Uint8Array;
}

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-tar-"));

async function wholesOf(chunks: AsyncIterable<Uint8Array>): Promise<Whole[]> {
  const wholes: Whole[] = [];
  for await (const { entry, body } of readTar(chunks)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    wholes.push({ entry, bytes: Buffer.concat(pieces) });
  }
  return wholes;
}

async function* membersOf(wholes: readonly Whole[]): AsyncGenerator<TarMember> {
  for (const { entry, bytes } of wholes) yield { entry, body: Readable.from([bytes]) };
}

/** A version 2 capability set as the kernel stores it: it accepts no other form. */
const capabilityBytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((sets) => {
  const kept = Buffer.from(sets);
  for (const word of [4, 12]) kept.fill(0, word + 2, word + 4);
  return Buffer.concat([Buffer.from([1, 0, 0, 2]), kept]);
});

const names = fc.oneof(
  fc.constantFrom("a", "b", "c d", "é", "漢字", "back\\slash", "new\nline", "*", "%3D", "-rf"),
  fc.constantFrom(100, 101, 155, 156, 200, 255).map((length) => "n".repeat(length)),
  fc.constantFrom(99, 120).map((length) => `${"n".repeat(length)}é`),
);
const attributes = fc.record({
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o2755, 0o1777, 0o000, 0o7777),
  uid: fc.constantFrom(0, 33, 65_534, 2_097_151, 2_097_152, 4_000_000_000),
  gid: fc.constantFrom(0, 42, 2_097_152, 4_000_000_000),
  mtime: fc.constantFrom(0, 1, 1_700_000_000, 4_294_967_296),
});
const userXattrs = fc.dictionary(
  fc.constantFrom("user.bin", "user.a=b%c", "user.é", "trusted.mark"),
  fc.uint8Array({ maxLength: 200 }),
  { maxKeys: 3 },
);

type Leaf =
  | { readonly type: "file"; readonly bytes: Uint8Array; readonly capability: Buffer | undefined }
  | { readonly type: "symlink"; readonly linkPath: string }
  | { readonly type: "directory" | "fifo" | "hardlink" };
const leaf = fc.oneof(
  fc.record({
    type: fc.constant("file" as const),
    bytes: fc.uint8Array({ maxLength: 1500 }),
    capability: fc.option(capabilityBytes, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("symlink" as const),
    linkPath: fc.oneof(
      fc.constantFrom("x", "../é", "a//b/", "/"),
      fc.constantFrom(99, 100, 101, 300, 4000).map((n) => "t".repeat(n)),
    ),
  }),
  fc.constantFrom({ type: "directory" as const }, { type: "fifo" as const }, { type: "hardlink" as const }),
);

/** Directories that nest, each with entries of its own, in the order GNU tar would list them. */
const tree = fc
  .array(
    fc.record({
      parents: fc.array(names, { maxLength: 3 }),
      name: names,
      leaf,
      attributes,
      xattrs: userXattrs,
    }),
    { maxLength: 14 },
  )
  .map((seeds) => {
    const wholes = new Map<string, Whole>();
    const directory = (path: string): void => {
      const stat = { mode: 0o755, uid: 0, gid: 0, size: 0, mtime: 9 };
      wholes.set(path, {
        entry: { ...stat, path, type: "directory", xattrs: new Map() },
        bytes: Buffer.alloc(0),
      });
    };
    directory(".");
    for (const seed of seeds) {
      const parents = seed.parents.map((_, index) => `./${seed.parents.slice(0, index + 1).join("/")}`);
      if (parents.some((path) => (wholes.get(path)?.entry.type ?? "directory") !== "directory")) continue;
      const path = `${parents.at(-1) ?? "."}/${seed.name}`;
      if (wholes.has(path)) continue;
      for (const parent of parents) if (!wholes.has(parent)) directory(parent);
      wholes.set(path, wholeOf(path, seed.leaf, seed.attributes, seed.xattrs));
    }
    return withHardlinks([...wholes.values()].sort((a, b) => listOrder(a.entry.path, b.entry.path)));
  });

function wholeOf(
  path: string,
  leaf: Leaf,
  stat: Pick<TarEntry, "mode" | "uid" | "gid" | "mtime">,
  dictionary: Record<string, Uint8Array>,
): Whole {
  const type = leaf.type === "hardlink" ? "file" : leaf.type;
  const bytes = Buffer.from(
    leaf.type === "file" ? leaf.bytes : leaf.type === "hardlink" ? "to be linked" : "",
  );
  const xattrs = new Map<string, Buffer>(
    Object.entries(dictionary).map(([name, value]) => [name, Buffer.from(value)]),
  );
  // The kernel allows user.* on files and directories only.
  if (type !== "file" && type !== "directory")
    for (const name of xattrs.keys()) if (name.startsWith("user.")) xattrs.delete(name);
  if (leaf.type === "file" && leaf.capability) xattrs.set("security.capability", leaf.capability);
  const link = leaf.type === "symlink" ? { linkPath: leaf.linkPath, mode: 0o777 } : {};
  return { entry: { ...stat, path, type, size: bytes.length, xattrs, ...link }, bytes };
}

/** All files "to be linked" become names of one file. GNU tar lists attributes with the first name only. */
function withHardlinks(wholes: readonly Whole[]): Whole[] {
  const first = wholes.find(({ bytes }) => Buffer.from("to be linked").equals(bytes));
  return wholes.map((whole) =>
    first === undefined || whole === first || Buffer.compare(whole.bytes, first.bytes) !== 0
      ? whole
      : {
          entry: {
            ...first.entry,
            path: whole.entry.path,
            type: "hardlink",
            xattrs: new Map(),
            size: 0,
            linkPath: first.entry.path,
          },
          bytes: Buffer.alloc(0),
        },
  );
}

function listOrder(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let depth = 0; depth < Math.min(left.length, right.length); depth++) {
    const order = Buffer.compare(Buffer.from(left[depth] ?? ""), Buffer.from(right[depth] ?? ""));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

describe("GNU tar and our own", () => {
  test("GNU tar extracts what we write and packs it again, and we read the same", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (wholes) => {
        await using directory = await temporaryDirectory();
        expect(await extractTar(directory.path, writeTar(membersOf(wholes)))).toBe("");

        expect(await wholesOf(readRootAsTar(directory.path))).toEqual(wholes);
      }),
      { numRuns: 150 },
    );
  });

  test.each(["v7", "ustar", "oldgnu", "gnu", "posix"])(
    "we read the %s format as GNU tar does",
    async (format) => {
      await using directory = await temporaryDirectory();
      const short = format === "v7" || format === "ustar";
      const name = short ? "short" : `${"n".repeat(250)}/${"é".repeat(120)}`;
      const uid = short ? 0 : 4_000_000_000;
      const mtime = short ? 5 : -5;
      const stat = { mode: 0o640, uid, gid: uid, mtime: 5, xattrs: new Map() };
      const bytes = Buffer.from("content");
      await extractTar(
        directory.path,
        writeTar(
          membersOf([
            { entry: { ...stat, path: name, type: "file", size: bytes.length }, bytes },
            {
              entry: { ...stat, path: "z", type: "symlink", size: 0, linkPath: name },
              bytes: Buffer.alloc(0),
            },
          ]),
        ),
      );
      await run({
        tool: "touch",
        args: ["--no-dereference", `--date=@${mtime}`, name, "z"],
        cwd: directory.path,
      });

      const args = ["--create", "--file=-", `--format=${format}`, "--numeric-owner", name, "z"];
      const packed = runStream({ tool: "tar", args, cwd: directory.path });

      expect(await wholesOf(packed.stdout)).toEqual([
        { entry: { ...stat, mtime, path: name, type: "file", size: bytes.length }, bytes },
        {
          entry: { ...stat, mtime, mode: 0o777, path: "z", type: "symlink", size: 0, linkPath: name },
          bytes: Buffer.alloc(0),
        },
      ]);
    },
  );

  test("GNU tar reads the size of a file beyond 8 GiB from our header", async () => {
    const size = 9 * 1024 ** 3;
    const stat = { mode: 0o644, uid: 0, gid: 0, mtime: 0, xattrs: new Map() };
    const input = tarHeader({ ...stat, path: "large", type: "file", size });

    const { stdout } = await run({
      tool: "tar",
      args: ["--list", "--verbose", "--file=-"],
      input,
      accept: [2],
    });

    expect(stdout).toContain(` ${size} `);
  });

  test("we read the size of a file beyond 8 GiB from GNU tar, and tar ends when we stop", async () => {
    await using directory = await temporaryDirectory();
    const size = 9 * 1024 ** 3;
    await writeFile(join(directory.path, "large"), "");
    await truncate(join(directory.path, "large"), size);

    const sizes: number[] = [];
    for await (const { entry } of readTar(readRootAsTar(directory.path))) {
      sizes.push(entry.size);
      if (entry.path === "./large") break;
    }

    expect(sizes).toEqual([0, size]);
  });
});
