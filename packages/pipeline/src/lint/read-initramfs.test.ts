import { cpioOf } from "@debootc/core/lint/parse/cpio.fixture";
import { LintTree } from "@debootc/core/lint/subject/lint-tree";
import { mergeLayers } from "@debootc/core/oci/merge-layers";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { file } from "./bootable-root.fixture.ts";
import { initramfsNames, readInitramfs } from "./read-initramfs.ts";

const microcode = Buffer.concat([cpioOf("kernel/x86/microcode/AuthenticAMD.bin"), Buffer.alloc(512)]);
const main = cpioOf("init", "usr/lib/ostree/ostree-prepare-root");

test.each([
  ["as it is", (bytes: Buffer) => bytes],
  ["compressed by zstd", (bytes: Buffer) => zstdCompressSync(bytes)],
  ["compressed by gzip", (bytes: Buffer) => gzipSync(bytes)],
])("an initramfs is read behind microcode: %s", async (_case, packed) => {
  const { names } = await initramfsNames(Buffer.concat([microcode, packed(main)]));

  expect([...(names ?? [])]).toEqual([
    "kernel/x86/microcode/AuthenticAMD.bin",
    "init",
    "usr/lib/ostree/ostree-prepare-root",
  ]);
});

test.each([
  ["another compression", Buffer.from("fd377a585a00", "hex")],
  ["a cut one", zstdCompressSync(main).subarray(0, 40)],
  ["one packed twice", zstdCompressSync(zstdCompressSync(main))],
  ["nothing", Buffer.alloc(512)],
])("of %s nothing is known", async (_case, image) => {
  expect((await initramfsNames(image)).names).toBeUndefined();
});

test("one that unpacks to more than the limit is given up there", async () => {
  const endless = zstdCompressSync(Buffer.concat([cpioOf("init"), Buffer.alloc(100_000_000), main]));
  const limits = { mostBytes: 1_000_000, mostNames: 1000 };

  const { names, unpacked } = await initramfsNames(endless, limits);

  expect(names).toBeUndefined();
  expect(unpacked).toBeLessThan(2_000_000);
});

test("of one with more names than the limit nothing is known", async () => {
  const packed = zstdCompressSync(main);

  expect((await initramfsNames(packed, { mostBytes: 1_000_000, mostNames: 10 })).names).toBeUndefined();
});

test("all of a tree share one limit", async () => {
  const [one, two] = ["6.1.0-1-amd64", "6.1.0-2-amd64"].map((release) => `usr/lib/modules/${release}`);
  const packed = zstdCompressSync(Buffer.concat([main, Buffer.alloc(1_000_000)]));
  const entries = [one, two].flatMap((place) =>
    ["vmlinuz", "initramfs.img"].map((name) => file(`${place}/${name}`)),
  );
  const merged = mergeLayers([entries.map(({ entry }) => entry)]);
  const tree = new LintTree(merged, { contentOf: () => packed });
  const read = (mostBytes: number) =>
    readInitramfs(tree, new AbortController().signal, { mostBytes, mostNames: 1000 });

  expect([...(await read(3_000_000)).keys()]).toHaveLength(2);
  expect([...(await read(1_500_000)).keys()]).toEqual([`/${one}/initramfs.img`]);
});
