import { expect, test } from "vitest";
import { elfFile } from "./elf-file.fixture.ts";
import { elfSections, movedSections } from "./elf-layout.ts";

test("the sections of an ELF file are listed in their order", () => {
  expect(elfSections(elfFile([".text", ".interp"]))).toEqual([".text", ".interp", ".shstrtab"]);
});

test.each([Buffer.alloc(0), Buffer.from("#!/bin/sh\n"), elfFile([".text"]).subarray(0, 70)])(
  "what is not a whole ELF file has none (%#)",
  (bytes) => {
    expect(elfSections(bytes)).toBeUndefined();
  },
);

test("only the same sections in another order are the linker's work", () => {
  const [a, b] = [elfFile([".interp", ".text"]), elfFile([".text", ".interp"])];

  expect(movedSections(a, b)).toContain("binutils");
  expect(movedSections(a, a)).toBeUndefined();
  expect(movedSections(a, elfFile([".text"]))).toBeUndefined();
  expect(movedSections(a, Buffer.from("text"))).toBeUndefined();
});
