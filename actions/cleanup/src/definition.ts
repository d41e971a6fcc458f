import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { cacheDirField, outputDirField } from "@debootc/core/request/fields/shared-fields";

/** Describes `uses: debootc/compose/actions/cleanup@v1`. */
export const cleanupAction = defineAction({
  name: "cleanup",
  title: "debootc cleanup",
  description:
    "Remove at the end of the job what a cancelled run left: mounts, loop devices, processes, half-written directories; the other actions call it themselves",
  request: inputSchema({ outputDir: outputDirField, cacheDir: cacheDirField }),
  without: [],
  own: inputSchema({}),
  outputs: {},
});
