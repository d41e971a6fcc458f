import { expect, test } from "vitest";
import { controlBinaries } from "./control-binaries.ts";

test("binary packages are read with what they provide and depend on, over comments and folded lines", () => {
  const text = [
    "# Of the team.",
    "Source: tool",
    "Build-Depends: debhelper-compat (= 13)",
    " ",
    "Package: tool",
    "Architecture: any",
    "Pre-Depends: first",
    "depends:",
    " ${shlibs:Depends},",
    "# Only where it runs.",
    " second [linux-any],",
    "Description: of a Package: none",
    " It is tiny.",
    " .",
    " Provides: nothing.",
    "",
    "",
    "Package: tool-data",
    "Provides: data (= 1)",
  ].join("\n");

  expect(controlBinaries(text)).toEqual([
    { name: "tool", provides: "", depends: "first, ${shlibs:Depends},\nsecond [linux-any]," },
    { name: "tool-data", provides: "data (= 1)", depends: "" },
  ]);
});

test("a text that is not a control file has no binary packages", () => {
  expect(controlBinaries("\u0000\u0001 Package\n: x\n\n\n-")).toEqual([]);
});

test("a control file made to slow the parser down does not", () => {
  const control = `Package: x\nDepends: a${" ".repeat(500_000)}b\n${" a\n".repeat(200_000)}`;

  expect(controlBinaries(control).map(({ name }) => name)).toEqual(["x"]);
});
