import * as z from "zod";
import {
  classifySource,
  pathOfSource,
  readSourceArgument,
  sourceArgumentSchema,
} from "../../../debian/source-argument.ts";
import type { Entry } from "../../../document/entry.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { besideFile, ownFileFaults } from "../../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { ownFileKind } from "../../layer/own-file.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";

export const sourcePackages = listKey({
  name: "source-packages",
  schema: z
    .array(
      textSchema(sourcePackageFaults, {
        description:
          "A .dsc or a source directory below this treefile's directory, a git URL with #REF, or name[=version] of the archive.",
        examples: ["./packages/agent/"],
      }),
    )
    .meta({
      description:
        "Source packages that are built in clean chroots before the image is. What they build wins over every other version of its package, and is installed where `packages` or a dependency asks for it. Unchanged ones come from the cache.",
      examples: [["./packages/agent/", "https://git.example.org/tool.git#v1.2"]],
    }),
  rule: "append",
  check: refuseOtherFiles,
  field: "sourcePackages",
  record: z.strictObject({
    /** As the treefile writes it. */
    name: z.string(),
    /** Its path is absolute. */
    source: sourceArgumentSchema,
    origin: originSchema,
  }),
  resolve: (entry) => {
    const source = classifySource(entry.value);
    const path = pathOfSource(source);
    const placed = path === undefined ? {} : { path: besideFile(entry.file.path, path) };
    return { name: entry.value, source: { ...source, ...placed }, origin: originOf(entry) };
  },
});

/** Rule for an item: what `debootc mock-build` takes, with files below the treefile's directory. */
function sourcePackageFaults(text: string): readonly TextFault[] {
  const argument = readSourceArgument(text);
  if ("message" in argument) return [argument];
  const path = pathOfSource(argument);
  return path === undefined ? [] : ownFileFaults(path);
}

function refuseOtherFiles(layer: Layer, context: MergedContext): void {
  for (const entry of givenValues(layer, sourcePackages.slot)) {
    const fault = kindFault(entry, context);
    if (fault !== undefined) context.problems.add(entry.file, [{ path: entry.path, ...fault }]);
  }
}

function kindFault(entry: Entry<string>, context: MergedContext): TextFault | undefined {
  const argument = readSourceArgument(entry.value);
  if ("message" in argument) return undefined;
  const path = pathOfSource(argument);
  const found = path === undefined ? undefined : ownFileKind(entry, path, entry.path, context);
  if (found === undefined || found === "link") return undefined;
  if ((found === "directory") === (argument.kind === "directory")) return undefined;
  const hint =
    found === "directory"
      ? "A directory is written with a slash at its end."
      : "Name the .dsc, or the directory of the unpacked source.";
  return { message: `the source package is a ${found}`, hint };
}
