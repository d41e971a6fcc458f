import { matrixRequestSchema } from "@debootc/core/request/matrix-request";
import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";

/** Describes `uses: debootc/compose/actions/matrix@v1`. */
export const matrixAction = defineAction({
  name: "matrix",
  title: "debootc matrix",
  description: "List the jobs that compose a compose file, one for each variant and architecture",
  request: matrixRequestSchema,
  without: ["json"],
  own: inputSchema({}),
  outputs: {
    matrix:
      "the jobs as JSON for strategy.matrix: variant, arch, runsOn, task, composeId and timestamp of each",
    "compose-id": "the ID of the compose that all of them are legs of",
    count: "how many jobs there are",
  },
  cleansUp: false,
});
