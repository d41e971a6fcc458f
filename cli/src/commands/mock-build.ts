import { buildExitStatus } from "@debootc/core/mock-build/build-exit-status";
import { chainExitStatus } from "@debootc/core/mock-build/chain-exit-status";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import { configurationDirectories } from "../door/configuration-directories.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { chainSummary } from "../render/screens/chain-summary.ts";
import { mockBuildSummary } from "../render/screens/mock-build-summary.ts";

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
    {
      purpose: "several for the next release, in the order in which they need each other",
      command: `${programName} mock-build --suite forky --jobs 2 ./libfoo ./bar_1.0-1.dsc`,
    },
  ],
  run: async (request, deps, { settings, origins }) => {
    const isRoot = deps.environment.user.uid === 0;
    // Root has another cache than whoever asks root.
    const isElsewhere = !isRoot || origins["cacheDir"]?.kind === "flag";
    const access = { isRoot, cacheDir: isElsewhere ? request.cacheDir : undefined };
    if (request.chain || request.sources.length > 1) {
      const { buildChain } = await import("@debootc/pipeline/mock-build/chain/build-chain");
      const chain = await buildChain(request, deps, configurationDirectories(settings.files));
      return {
        exitStatus: chainExitStatus(chain.result.packages, request.continue),
        result: chain,
        text: (canvas) => chainSummary({ ...chain, access }, canvas),
      };
    }
    const { mockBuild: build } = await import("@debootc/pipeline/mock-build/mock-build");
    const result = await build(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: buildExitStatus(result.result),
      result,
      text: (canvas) => mockBuildSummary({ ...result, access }, canvas),
    };
  },
});
