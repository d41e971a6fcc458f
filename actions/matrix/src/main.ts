import { runAction } from "@debootc/actions-kit/run/run-action";
import { matrixOfFile } from "@debootc/pipeline/compose-file/matrix-of-file";
import { matrixAction } from "./definition.ts";

await runAction(matrixAction, async ({ request }, { dependencies, isGiven }) => {
  const matrix = await matrixOfFile(request, { chosen: isGiven("arch") }, dependencies);
  return {
    outputs: {
      matrix: JSON.stringify(matrix),
      "compose-id": matrix.include[0]?.composeId ?? "",
      count: String(matrix.include.length),
    },
  };
});
