import { posix } from "node:path";
import * as z from "zod";
import type { Entry } from "../../../document/entry.ts";
import { namedText } from "../../../document/named-text.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { ownFileFaults } from "../../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { mergedValue, mergedValues, type Slot } from "../../layer/layer.ts";
import { type MergedContext, treefileKey } from "../../layer/treefile-key.ts";

const scripts: Slot<string> = { path: ["postprocess"], rule: "append", mayRepeat: true };
const lastScript: Slot<string> = { path: ["postprocess-script"], rule: "override" };

const scriptSchema = z.strictObject({
  script: z.string(),
  /** `file:line` of the script, for messages. */
  origin: z.string(),
  /** Where the script is, or the name of its file. */
  place: originSchema,
});

export const postprocess = treefileKey({
  name: "postprocess",
  schema: z
    .array(textSchema(scriptFaults, { description: "A whole script, beginning with `#!`.", pattern: "^#!" }))
    .meta({
      description:
        "Scripts to run inside the finished tree, without network. Variables are not replaced in them.",
      examples: [["#!/bin/sh\nset -e\nrm -rf /usr/share/doc\n"]],
    }),
  // `${name}` is the shell's.
  keepsVariables: true,
  slots: [scripts],
  fill: (items: readonly (string | undefined)[], place) =>
    items.flatMap((item, index) =>
      item === undefined ? [] : [place(scripts, item, ["postprocess", index])],
    ),
  record: { postprocess: z.array(scriptSchema) },
  resolve: (layer, context) => {
    const last = mergedValue(layer, lastScript);
    const script = last === undefined ? undefined : scriptOfFile(last, context);
    return {
      postprocess: [
        ...mergedValues(layer, scripts).map((entry) => placedScript(entry, entry.value, context)),
        ...(last === undefined || script === undefined ? [] : [placedScript(last, script, context)]),
      ],
    };
  },
  planned: {
    record: { postprocess: z.array(z.string()) },
    of: ({ postprocess }) => ({ postprocess: postprocess.map(({ script }) => script) }),
  },
});

/** Runs after all of `postprocess`, and is a part of it in the resolved treefile. */
export const postprocessScript = treefileKey({
  name: "postprocess-script",
  schema: textSchema(ownFileFaults, {
    description:
      "A script to run after all others, as a file relative to this treefile and below its directory.",
    absent: "no such script",
    examples: ["scripts/last.sh"],
  }),
  slots: [lastScript],
  fill: (value, place) => [place(lastScript, value, ["postprocess-script"])],
});

/** Its place is written relative to the outermost treefile. */
function placedScript(entry: Entry<string>, script: string, { path }: MergedContext) {
  const place = originOf(entry);
  return { script, origin: `${posix.relative(posix.dirname(path), place.file)}:${place.line}`, place };
}

/** Returns the text of the named script, or undefined if it is none, which is reported. */
function scriptOfFile(entry: Entry<string>, { read, problems }: MergedContext): string | undefined {
  const text = namedText(entry, read, problems);
  const [fault] = text === undefined ? [] : scriptFaults(text);
  if (fault === undefined) return text;
  const hint = "The first line of the file names its interpreter: `#!/bin/sh`.";
  problems.add(entry.file, [{ ...fault, path: entry.path, given: entry.value, hint }]);
  return undefined;
}

/** Rule for a whole script: it names its interpreter. */
function scriptFaults(text: string): readonly TextFault[] {
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
  return [{ message: "the whole script is in its first line, where nothing runs it", allowed, hint }];
}
