import { buffer } from "node:stream/consumers";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TarEntry, TarMember } from "./entry.ts";
import { readTar } from "./read-tar.ts";
import { writeTar } from "./write-tar.ts";

const segment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 130 })
  .map((text) => text.replaceAll("\0", "0").replaceAll("/", "_"))
  .filter((text) => text.isWellFormed());
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));
const id = fc.oneof(fc.nat({ max: 65_536 }), fc.constantFrom(2_097_151, 2_097_152, 4_294_967_294));
const xattrs = fc
  .dictionary(segment, fc.uint8Array({ maxLength: 64 }), { maxKeys: 4 })
  .map((values) => new Map(Object.entries(values).map(([name, value]) => [name, Buffer.from(value)])));
const common = {
  path,
  mode: fc.nat({ max: 0o7777 }),
  uid: id,
  gid: id,
  mtime: fc.oneof(fc.constantFrom(0, 8 ** 11 - 1), fc.nat()),
  xattrs,
};

const member = fc.oneof(
  fc
    .record({ ...common, type: fc.constant("file" as const), bytes: fc.uint8Array({ maxLength: 1500 }) })
    .map(({ bytes, ...entry }) => ({ entry: { ...entry, size: bytes.length }, bytes })),
  fc
    .record({ ...common, type: fc.constantFrom("directory" as const, "fifo" as const), size: fc.constant(0) })
    .map((entry) => ({ entry, bytes: new Uint8Array() })),
  fc
    .record({
      ...common,
      type: fc.constantFrom("symlink" as const, "hardlink" as const),
      size: fc.constant(0),
      linkPath: path,
    })
    .map((entry) => ({ entry, bytes: new Uint8Array() })),
  fc
    .record({
      ...common,
      type: fc.constantFrom("character" as const, "block" as const),
      size: fc.constant(0),
      device: fc.record({ major: fc.nat({ max: 4095 }), minor: fc.nat({ max: 1_048_575 }) }),
    })
    .map((entry) => ({ entry, bytes: new Uint8Array() })),
);

interface Whole {
  readonly entry: TarEntry;
  readonly bytes: Uint8Array;
}

async function* membersOf(wholes: readonly Whole[]): AsyncGenerator<TarMember> {
  for (const { entry, bytes } of wholes) {
    yield {
      entry,
      body: (async function* () {
        yield bytes;
      })(),
    };
  }
}

function archiveOf(wholes: readonly Whole[]): Promise<Buffer> {
  return buffer(writeTar(membersOf(wholes)));
}

/** The archive in pieces of the given sizes, over and over. */
async function* pieces(archive: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < archive.length; turn++) {
    const size = sizes[turn % sizes.length] ?? archive.length;
    yield archive.subarray(at, at + size);
    at += size;
  }
}

async function wholesOf(members: AsyncIterable<TarMember>): Promise<Whole[]> {
  const wholes: Whole[] = [];
  for await (const { entry, body } of members) {
    wholes.push({ entry, bytes: new Uint8Array(await buffer(body)) });
  }
  return wholes;
}

describe("tar", () => {
  test("an archive is read back as written, however it is cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }),
        async (wholes, sizes) => {
          const archive = await archiveOf(wholes);

          expect(archive.length % 512).toBe(0);
          expect(await wholesOf(readTar(pieces(archive, sizes)))).toEqual(wholes);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("bodies may be skipped, in whole or in part", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { maxLength: 8 }),
        fc.array(fc.nat({ max: 2 })),
        async (wholes, habits) => {
          const archive = await archiveOf(wholes);

          const seen: TarEntry[] = [];
          for await (const { entry, body } of readTar(pieces(archive, [700]))) {
            const habit = habits[seen.length % Math.max(habits.length, 1)] ?? 0;
            seen.push(entry);
            if (habit === 0) continue;
            for await (const _chunk of body) if (habit === 1) break;
          }

          expect(seen).toEqual(wholes.map(({ entry }) => entry));
        },
      ),
    );
  });

  test("equal entries give equal bytes, in whatever order their attributes were found", async () => {
    const entry = { path: "f", type: "file", mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 0 } as const;
    const forwards = new Map([
      ["user.a", Buffer.from("1")],
      ["user.b", Buffer.from("2")],
    ]);
    const backwards = new Map([...forwards].reverse());
    const bytes = new Uint8Array();

    expect(await archiveOf([{ entry: { ...entry, xattrs: forwards }, bytes }])).toEqual(
      await archiveOf([{ entry: { ...entry, xattrs: backwards }, bytes }]),
    );
  });

  test("every truncated archive is refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (wholes, share) => {
          const archive = await archiveOf(wholes);
          const cut = archive.subarray(0, Math.floor(share * (archive.length - 1)));

          await expect(wholesOf(readTar(pieces(cut, [512])))).rejects.toMatchObject({
            code: "archive-invalid",
          });
        },
      ),
    );
  });
});
