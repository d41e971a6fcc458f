import { errorCodes } from "@debootc/core/error/codes";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { defineCommand } from "../door/command-door.ts";
import { isGiven } from "../door/is-given.ts";
import { programName } from "../screen/program-name.ts";
import { type ValidatedFile, validateSummary } from "../render/screens/validate-summary.ts";
import type { Canvas } from "../screen/screen.ts";
import { validateFile } from "../door/validate-file.ts";

export const validate = defineCommand({
  description:
    "Read treefiles and compose files with everything they include, and report every error at once: where it is, what " +
    "is allowed and what to do. Nothing is downloaded and nothing is written.",
  request: validateRequestSchema,
  examples: [
    { purpose: "check a treefile", command: `${programName} validate my-system.yaml` },
    {
      purpose: "check several for another architecture",
      command: `${programName} validate treefiles/*.yaml --arch arm64`,
    },
    {
      purpose: "show what one variant comes to, with the place of every value; treefiles likewise",
      command: `${programName} validate treefiles/compose.yaml --expand --variant server`,
    },
  ],
  run: async ({ files, format, ...wanted }, deps, { origins, typed }) => {
    const { withRun } = await import("@debootc/pipeline/engine/with-run");
    const isArchGiven = isGiven(origins, "arch");
    const checked = await withRun(deps, async ({ begin, report }) => {
      begin();
      const all = await Promise.all(
        files.map(async (file) => ({
          ...(await validateFile(file, { ...wanted, isArchGiven })),
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
      text: (canvas) => {
        if (format === "json") return checked.map(({ expanded }) => expanded?.record ?? "").join("");
        return wanted.expand ? expandedTexts(checked, canvas) : validateSummary(checked, canvas);
      },
    };
  },
});

/** Returns one YAML document for each treefile and leg; a comment stands in for a file with errors. */
function expandedTexts(files: readonly ValidatedFile[], canvas: Canvas): string {
  const texts = files.map(
    (checked) => checked.expanded?.text(canvas) ?? `# ${validateSummary([checked], canvas)}`,
  );
  return texts.join("---\n");
}

function asResult({ expanded, ...checked }: ValidatedFile): object {
  return expanded === undefined ? checked : { ...checked, expanded: JSON.parse(expanded.record) as object };
}
