import { buildExitStatus } from "@debootc/core/mock-build/build-exit-status";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import { configurationDirectories } from "../configuration-directories.ts";
import { defineCommand } from "../command-door.ts";
import { programName } from "../program-name.ts";
import { mockBuildSummary } from "../render/mock-build-summary.ts";

export const mockBuild = defineCommand({
  description:
    "Build Debian packages from source, each in a clean chroot of its suite: no network, no privileges, nothing of this machine.",
  request: mockBuildRequestSchema,
  logRows: 8,
  examples: [
    { purpose: "a source package from a file", command: `${programName} mock-build hello_2.10-5.dsc` },
    {
      purpose: "and compare it with the archive's package, bit for bit",
      command: `${programName} mock-build hello_2.10-5.dsc --verify hello_2.10-5_amd64.deb`,
    },
    { purpose: "for the next release", command: `${programName} mock-build --suite forky hello_2.10-5.dsc` },
  ],
  run: async (request, deps, { settings }) => {
    const { mockBuild: build } = await import("@debootc/pipeline/mock-build/mock-build");
    const result = await build(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: buildExitStatus(result.result),
      result,
      text: (canvas) => mockBuildSummary(result, canvas),
    };
  },
});
