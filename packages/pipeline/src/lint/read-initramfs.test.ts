import { cpioOf } from "@debootc/core/lint/parse/cpio.fixture";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { initramfsNames } from "./read-initramfs.ts";

const microcode = Buffer.concat([cpioOf("kernel/x86/microcode/AuthenticAMD.bin"), Buffer.alloc(512)]);
const main = cpioOf("init", "usr/lib/ostree/ostree-prepare-root");

test.each([
  ["as it is", (bytes: Buffer) => bytes],
  ["compressed by zstd", (bytes: Buffer) => zstdCompressSync(bytes)],
  ["compressed by gzip", (bytes: Buffer) => gzipSync(bytes)],
])("an initramfs is read behind microcode: %s", (_case, packed) => {
  expect([...(initramfsNames(Buffer.concat([microcode, packed(main)])) ?? [])]).toEqual([
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
])("of %s nothing is known", (_case, image) => {
  expect(initramfsNames(image)).toBeUndefined();
});
