import { expect, test } from "vitest";
import { annotationsIn } from "./annotations-in.ts";

test("commands in the log of a job become its annotations, with their escapes undone", () => {
  const log = [
    "2026-11-30T12:00:00Z ::error title=a%3A b%2C c,file=src/x.ts,line=7,endLine=9::100%25 wrong%0Aand more",
    "plain ::: text, std::error or x::error::no",
    "::warning::only this",
    "[task/one]   ❗  ::notice title=t::n::m",
  ].join("\r\n");

  expect(annotationsIn(log)).toEqual([
    {
      ...{ path: "src/x.ts", start_line: 7, end_line: 9, annotation_level: "failure" },
      ...{ title: "a: b, c", message: "100% wrong\nand more" },
    },
    { path: ".github", start_line: 1, end_line: 1, annotation_level: "warning", message: "only this" },
    {
      ...{ path: ".github", start_line: 1, end_line: 1, annotation_level: "notice" },
      ...{ title: "t", message: "n::m" },
    },
  ]);
  expect(annotationsIn("::error::x\n".repeat(80))).toHaveLength(50);
});
