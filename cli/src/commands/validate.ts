import { errorCodes } from "@debootc/core/error/codes";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { expandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { expandedText } from "../render/screens/expanded-treefile.ts";
import { type ValidatedFile, validateSummary } from "../render/screens/validate-summary.ts";
import type { Canvas } from "../screen/screen.ts";
import { validateFile } from "../door/validate-file.ts";

export const validate = defineCommand({
  description:
    "Read treefiles and everything they include, and report every error at once: where it is, what is allowed " +
    "and what to do. Nothing is downloaded and nothing is written.",
  request: validateRequestSchema,
  examples: [
    { purpose: "check a treefile", command: `${programName} validate my-system.yaml` },
    {
      purpose: "check several for another architecture",
      command: `${programName} validate treefiles/*.yaml --arch arm64`,
    },
    {
      purpose: "show the merged treefile, with the place of every value",
      command: `${programName} validate treefiles/minimal.yaml --expand`,
    },
  ],
  run: async ({ files, ...wanted }, deps, { typed }) => {
    const { withRun } = await import("@debootc/pipeline/engine/with-run");
    const checked = await withRun(deps, async ({ begin, report }) => {
      begin();
      const all = await Promise.all(
        files.map(async (file) => ({
          ...(await validateFile(file, wanted)),
          file: typed.get(file) ?? file,
        })),
      );
      for (const diagnostic of all.flatMap((file) => file.diagnostics))
        report({ type: "diagnostic", diagnostic });
      return all;
    });
    return {
      exitStatus: checked.every((file) => file.valid) ? 0 : errorCodes["treefile-invalid"].exit,
      result: { files: checked.map(asResult) },
      text: (canvas) => (wanted.expand ? expandedTexts(checked, canvas) : validateSummary(checked, canvas)),
    };
  },
});

/** Returns one YAML document for each treefile; a comment stands in for one with errors. */
function expandedTexts(files: readonly ValidatedFile[], canvas: Canvas): string {
  const texts = files.map((checked) =>
    checked.expanded === undefined
      ? `# ${validateSummary([checked], canvas)}`
      : expandedText(checked.expanded, canvas),
  );
  return texts.join("---\n");
}

function asResult({ expanded, ...checked }: ValidatedFile): object {
  if (expanded === undefined) return checked;
  return { ...checked, expanded: JSON.parse(expandedTreefile.serialize(expanded)) as object };
}
