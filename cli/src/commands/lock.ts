import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { configurationDirectories } from "../door/configuration-directories.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { lockSummary } from "../render/screens/lock-summary.ts";

export const lock = defineCommand({
  description:
    "Let apt choose the packages of a treefile and fix them, with their hashes, in the lockfile beside it. " +
    "Commit that file: composes are built from it and from nothing else.",
  request: lockCommandRequestSchema,
  examples: [
    {
      purpose: "lock for this machine's architecture",
      command: `${programName} lock treefiles/minimal.yaml`,
    },
    {
      purpose: "lock for two architectures",
      command: `${programName} lock treefiles/minimal.yaml --arch amd64 --arch arm64`,
    },
    {
      purpose: "also fix user and group ids as they are in the newest compose",
      command: `${programName} lock treefiles/minimal.yaml --ids latest`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { lockTreefile } = await import("@debootc/pipeline/lock/lock-treefile");
    const result = await lockTreefile(request, deps, configurationDirectories(settings.files));
    return { exitStatus: 0, result, text: (canvas) => lockSummary(result, canvas) };
  },
});
