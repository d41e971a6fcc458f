import type { TextFault } from "./text-schema.ts";

/** Rule for an item of `postprocess`: a whole script that names its interpreter. */
export function scriptFaults(text: string): readonly TextFault[] {
  const allowed = "a script whose first line is `#!` and an absolute path";
  if (text.trim() === "") return [{ message: "the script is empty", allowed, hint: "Remove the item." }];
  const first = text.split("\n", 1)[0] ?? "";
  if (/^#! ?\/[^\s]+/.test(first)) return [];
  const hint = first.startsWith("#!")
    ? "Give the interpreter's absolute path: `#!/bin/sh`."
    : "Begin with the line `#!/bin/sh`, and write `|` before the script so that its lines are kept.";
  return [{ message: "the script does not say what runs it", allowed, hint }];
}
