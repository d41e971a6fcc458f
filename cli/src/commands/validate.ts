import { errorCodes } from "@debootc/core/error/codes";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { expandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { expandedText } from "../render/screens/expanded-treefile.ts";
import { validateSummary } from "../render/screens/validate-summary.ts";
import type { Canvas } from "../screen/screen.ts";
import { type ValidatedFile, validateFile } from "../door/validate-file.ts";

export const validate = defineCommand({
  description:
    "Read treefiles with all that they include, and report every error at once with its place, " +
    "what is allowed and how to go on. Nothing is downloaded and nothing is written.",
  request: validateRequestSchema,
  examples: [
    { purpose: "check a treefile of yours", command: `${programName} validate my-system.yaml` },
    {
      purpose: "check several as another architecture sees them",
      command: `${programName} validate treefiles/*.yaml --arch arm64`,
    },
    {
      purpose: "see what a treefile comes to, and where each value is written",
      command: `${programName} validate treefiles/minimal.yaml --expand`,
    },
  ],
  run: async ({ files, ...wanted }, { emit, clock }) => {
    const checked = await Promise.all(files.map((file) => validateFile(file, wanted)));
    for (const [sequence, diagnostic] of checked.flatMap((file) => file.diagnostics).entries()) {
      emit({ type: "diagnostic", sequence, time: clock().toISOString(), diagnostic });
    }
    return {
      exitStatus: checked.every((file) => file.valid) ? 0 : errorCodes["treefile-invalid"].exit,
      result: { files: checked.map(asResult) },
      text: (canvas) => (wanted.expand ? expandedTexts(checked, canvas) : validateSummary(checked, canvas)),
    };
  },
});

/** One YAML document a treefile; one with errors has a comment in its place. */
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
