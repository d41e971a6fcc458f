import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interpretersOf } from "./interpreters-of.ts";

test("a program needs the dynamic linker that its ELF header names", () => {
  expect(interpretersOf(process.execPath)).toEqual([expect.stringMatching(/^\/lib.*\/ld-linux.*\.so\.\d+$/)]);
});

test.each([
  ["#!/bin/bash\necho\n", ["/bin/bash"]],
  ["#! /usr/bin/env -S sh -e\n", ["/usr/bin/env"]],
  ["#!\n/bin/sh", []],
  ["text", []],
  ["\x7fELF", []],
  ["", []],
])("a file that begins with %j needs %j", async (text, interpreters) => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-interpreters-"));
  const file = join(directory.path, "program");
  await writeFile(file, text);

  expect(interpretersOf(file)).toEqual(interpreters);
});

test("what is no file needs nothing", () => {
  expect(interpretersOf("/nonexistent")).toEqual([]);
  expect(interpretersOf("/dev/null")).toEqual([]);
  expect(interpretersOf("/")).toEqual([]);
});
