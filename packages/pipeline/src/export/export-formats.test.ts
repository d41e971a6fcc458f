import { expect, test } from "vitest";
import { chosenFormats, exportFormats, formatNames } from "./export-formats.ts";
import { raw } from "./formats/raw.ts";

const names = (chosen: readonly { readonly format: string }[]) => chosen.map(({ format }) => format);

test("all formats of a source are written where none is named, else those that are, each once", () => {
  expect(names(chosenFormats("disk", undefined))).toEqual(["raw", "qcow2"]);
  expect(names(chosenFormats("disk", ["qcow2", "raw", "qcow2"]))).toEqual(["qcow2", "raw"]);
});

test("a format has a name of its own, and one of a disk can end a file's name", () => {
  expect(new Set(names(exportFormats)).size).toBe(exportFormats.length);
  for (const format of formatNames("disk")) expect(format).toMatch(/^[a-z][a-z0-9.]*$/);
  expect(formatNames("image")[0]).toBe("oci");
});

test("the raw disk is not copied", async () => {
  const context = { report: () => {}, signal: new AbortController().signal };

  expect(await raw.make({ raw: "/work/disk.raw" }, "/work", context)).toBe("/work/disk.raw");
});
