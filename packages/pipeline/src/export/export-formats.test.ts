import { expect, test } from "vitest";
import { chosenFormats, exportFormats, exportSources } from "./export-formats.ts";
import { raw } from "./formats/raw.ts";

const names = (chosen: readonly { readonly format: string }[]) => chosen.map(({ format }) => format);

test("all formats of a source are written where none is named, else those that are, each once", () => {
  expect(names(chosenFormats("disk", undefined))).toEqual(["raw", "qcow2"]);
  expect(names(chosenFormats("disk", ["qcow2", "raw", "qcow2"]))).toEqual(["qcow2", "raw"]);
});

test("a format has a name of its own, which can end a file's name, and a source that the help describes", () => {
  expect(new Set(names(exportFormats)).size).toBe(exportFormats.length);
  for (const { format, from } of exportFormats) {
    expect(format).toMatch(/^[a-z][a-z0-9.]*$/);
    expect(exportSources).toHaveProperty(from);
  }
});

test("the raw disk is not copied", async () => {
  const context = { report: () => {}, signal: new AbortController().signal };

  expect(await raw.make({ raw: "/work/disk.raw" }, "/work", context)).toBe("/work/disk.raw");
});
