import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cpioOf } from "./cpio.fixture.ts";
import { cpioNames } from "./cpio-names.ts";

/** What a collector makes of bytes that come at once. */
function read(bytes: Buffer, most = 1_000_000) {
  const { names, push, isWhole } = cpioNames(most);
  const rest = push(bytes);
  return { names: [...names], rest: rest?.toString(), whole: isWhole() };
}

test("names are listed without what stands for the root, and what follows is given back", () => {
  const archive = cpioOf("./init", "/etc/a", "usr/b");
  const names = ["init", "etc/a", "usr/b"];

  expect(read(archive)).toEqual({ names, rest: undefined, whole: true });
  expect(read(Buffer.concat([archive, Buffer.alloc(300), Buffer.from("something")]))).toEqual({
    names,
    rest: "something",
    whole: true,
  });
});

test("a file that is longer than the archive is damage", () => {
  const text = cpioOf("a").toString("latin1");
  const lying = `${text.slice(0, 54)}7fffffff${text.slice(62)}`;

  expect(read(Buffer.from(lying, "latin1")).whole).toBe(false);
});

test("the files themselves are skipped", () => {
  const text = cpioOf("a").toString("latin1");
  const filled = `${text.slice(0, 54)}00000006${text.slice(62, 112)}070701\0\0${text.slice(112)}`;

  expect(read(Buffer.from(filled, "latin1"))).toEqual({ names: ["a"], rest: undefined, whole: true });
});

test("names beyond the limit are damage, and none is held after that", () => {
  const many = cpioOf(...Array.from({ length: 100 }, (_, index) => `file-${index}`));

  expect(read(many, 10_000)).toMatchObject({ whole: true });
  expect(read(many, 720)).toMatchObject({ whole: false });
  expect(read(many, 720).names).toHaveLength(10);
});

test("a name that is longer than any path is damage, before it is waited for", () => {
  const text = cpioOf("a").toString("latin1");
  const { push, isWhole, names } = cpioNames(1_000_000);
  push(Buffer.from(`${text.slice(0, 94)}7fffffff${text.slice(102)}`, "latin1"));
  push(cpioOf("b"));

  expect(isWhole()).toBe(false);
  expect([...names]).toEqual([]);
});

test("names do not depend on the pieces in which the bytes come", () => {
  const bytes = Buffer.concat([cpioOf("kernel/microcode"), Buffer.alloc(61), cpioOf("init", "usr/b")]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (sizes) => {
      const { names, push, isWhole } = cpioNames(1_000_000);
      for (let at = 0, next = 0; at < bytes.length; next += 1) {
        const end = at + (sizes[next % sizes.length] ?? 1);
        expect(push(bytes.subarray(at, end))).toBeUndefined();
        at = end;
      }
      expect([...names]).toEqual(["kernel/microcode", "init", "usr/b"]);
      expect(isWhole()).toBe(true);
    }),
  );
});

test("any other bytes end", () => {
  const archive = cpioOf("one", "two");
  fc.assert(
    fc.property(fc.nat(archive.length - 1), fc.uint8Array({ maxLength: 200 }), (length, more) => {
      const { rest = "" } = read(Buffer.concat([archive.subarray(0, length), more]));
      expect(rest.length).toBeLessThanOrEqual(length + more.length);
    }),
  );
});

test("a cut archive is damage", () => {
  const archive = cpioOf("one", "two");

  for (let length = 1; length < archive.length - 4; length += 1)
    expect(read(archive.subarray(0, length)).whole).toBe(false);
});
