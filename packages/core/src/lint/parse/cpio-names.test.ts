import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cpioOf } from "./cpio.fixture.ts";
import { cpioNames } from "./cpio-names.ts";

test("names are listed without what stands for the root, and the end is known", () => {
  const archive = cpioOf("./init", "/etc/a", "usr/b");

  expect(cpioNames(Buffer.concat([archive, Buffer.from("next")]))?.names).toEqual(["init", "etc/a", "usr/b"]);
  expect(cpioNames(archive)?.end).toBeLessThanOrEqual(archive.length);
  expect(cpioNames(archive)?.end).toBeGreaterThan(archive.length - 4);
});

test("a file that is longer than the archive is damage", () => {
  const text = cpioOf("a").toString("latin1");
  const lying = `${text.slice(0, 54)}7fffffff${text.slice(62)}`;

  expect(cpioNames(Buffer.from(lying, "latin1"))).toBeUndefined();
});

test("any other bytes end, and are damage unless they have all of an archive", () => {
  const archive = cpioOf("one", "two");
  fc.assert(
    fc.property(fc.nat(archive.length - 1), fc.uint8Array({ maxLength: 200 }), (length, more) => {
      const cut = Buffer.concat([archive.subarray(0, length), more]);
      const found = cpioNames(cut);
      expect(found === undefined || found.end <= cut.length).toBe(true);
    }),
  );
});

test("a cut archive is damage", () => {
  const archive = cpioOf("one", "two");

  for (let length = 0; length < archive.length - 4; length += 1)
    expect(cpioNames(archive.subarray(0, length))).toBeUndefined();
});
