import { expect, test } from "vitest";
import { elfFile } from "./elf-file.fixture.ts";
import { differsInBuildIdAlone, elfSections, movedSections } from "./elf-layout.ts";

test("the sections of an ELF file are listed in their order", () => {
  expect(elfSections(elfFile([".text", ".interp"], 70))).toEqual([
    { name: ".text", size: 5, offset: 70 },
    { name: ".interp", size: 7, offset: 70 },
    { name: ".shstrtab", size: 9, offset: 64 },
  ]);
});

test.each([Buffer.alloc(0), Buffer.from("#!/bin/sh\n"), elfFile([".text"]).subarray(0, 70)])(
  "what is not a whole ELF file has none (%#)",
  (bytes) => {
    expect(elfSections(bytes)).toBeUndefined();
  },
);

test("only sections of the same sizes in other places are the work of binutils", () => {
  const [a, b] = [elfFile([".interp", ".text"]), elfFile([".text", ".interp"])];

  expect(movedSections(a, b)).toContain("binutils");
  expect(movedSections(a, elfFile([".interp", ".text"], 80))).toContain("binutils");
  expect(movedSections(a, a)).toBeUndefined();
  expect(movedSections(a, elfFile([".text"]))).toBeUndefined();
  expect(movedSections(a, elfFile([".interp", ".other"]))).toBeUndefined();
  expect(movedSections(a, Buffer.from("text"))).toBeUndefined();
});

test("object files in an archive are compared one by one", () => {
  const archive = (...members: readonly Buffer[]) =>
    Buffer.concat([
      Buffer.from("!<arch>\n"),
      ...members.flatMap((bytes, index) => [
        Buffer.from(
          `${`${index}.o/`.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`,
        ),
        bytes,
        Buffer.alloc(bytes.length % 2),
      ]),
    ]);
  const [a, b] = [elfFile([".text"]), elfFile([".text"], 80)];

  expect(movedSections(archive(a, a), archive(a, b))).toContain("binutils");
  expect(movedSections(archive(a, a), archive(b, Buffer.from("x")))).toBeUndefined();
});

test("a build id that differs alone is told from other differences", () => {
  const names = [".text", ".note.gnu.build-id"];
  // Both sections are where the header of the file has nothing that is read.
  const [a, b] = [elfFile(names, 16), elfFile(names, 16)];
  b[32] = 0xff;

  expect(differsInBuildIdAlone(a, b)).toBe(true);
  expect(differsInBuildIdAlone(a, elfFile(names, 80))).toBe(false);
  b[36] = 0xff;
  expect(differsInBuildIdAlone(a, b)).toBe(false);
});
