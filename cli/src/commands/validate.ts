import { errorCodes } from "@debootc/core/error/codes";
import { validateRequestSchema } from "@debootc/core/request/validate-request";
import { defineCommand } from "../command-door.ts";
import { programName } from "../program-name.ts";
import { validateSummary } from "../render/validate-summary.ts";
import { validateFile } from "../validate-file.ts";

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
  ],
  run: async ({ files, arch }, { emit, clock }) => {
    const checked = await Promise.all(files.map((file) => validateFile(file, arch)));
    for (const [sequence, diagnostic] of checked.flatMap((file) => file.diagnostics).entries()) {
      emit({ type: "diagnostic", sequence, time: clock().toISOString(), diagnostic });
    }
    return {
      exitStatus: checked.every((file) => file.valid) ? 0 : errorCodes["treefile-invalid"].exit,
      result: { files: checked },
      text: (canvas) => validateSummary(checked, canvas),
    };
  },
});
