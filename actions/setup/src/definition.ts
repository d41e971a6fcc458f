import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { emulationField, freeDiskField, inputSchema } from "@debootc/actions-kit/definition/own-fields";

/** Describes `uses: debootc/compose/actions/setup@v1`. */
export const setupAction = defineAction({
  name: "setup",
  title: "debootc setup",
  description:
    "Install the tools that debootc needs on a runner, and make room for it; the other actions call it themselves",
  request: inputSchema({}),
  without: [],
  own: inputSchema({ emulation: emulationField, freeDisk: freeDiskField }),
  outputs: {},
});
