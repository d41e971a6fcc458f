import type { TextFault } from "../../document/text-schema.ts";

/** Rule for an item of `postprocess`: a whole script that names its interpreter. */
export function scriptFaults(text: string): readonly TextFault[] {
  const allowed = "a script whose first line is `#!` and an absolute path";
  if (text.trim() === "") return [{ message: "the script is empty", allowed, hint: "Remove the item." }];
  const first = text.split("\n", 1)[0] ?? "";
  if (/^#! ?\/[^\s]+/.test(first)) return lineFaults(text, first, allowed);
  const hint = first.startsWith("#!")
    ? "Give the interpreter's absolute path: `#!/bin/sh`."
    : "Begin with the line `#!/bin/sh`, and write `|` before the script so that its lines are kept.";
  return [{ message: "the script does not say what runs it", allowed, hint }];
}

/** The kernel's BINPRM_BUF_SIZE less the line's end. */
const longestLine = 255;

function lineFaults(text: string, first: string, allowed: string): readonly TextFault[] {
  if (first.length > longestLine) {
    const message = `the first line has ${first.length} characters, of which the kernel reads ${longestLine}`;
    return [{ message, allowed, hint: "Shorten it." }];
  }
  const [, ...rest] = first.slice(2).trim().split(/\s+/);
  if (text.trim().includes("\n") || rest.every((word) => word.startsWith("-"))) return [];
  const hint = "Write `|` instead of `>` before the script, so that its lines are kept.";
  return [{ message: "the whole script stands in its first line, where nothing runs it", allowed, hint }];
}
