import { buildExitStatus, chainExitStatus } from "@debootc/core/mock-build/exit-status";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { chainSummary } from "../render/screens/chain-summary.ts";
import { mockBuildSummary } from "../render/screens/mock-build-summary.ts";

export const mockBuild = defineCommand({
  description:
    "Build Debian packages from source, each in a clean chroot of its suite, without network, privileges or anything of this machine.",
  request: mockBuildRequestSchema,
  logRows: 8,
  examples: [
    { purpose: "build a source package", command: `${programName} mock-build hello_2.10-5.dsc` },
    {
      purpose: "build it and compare the result with a package of the archive, bit for bit",
      command: `${programName} mock-build hello_2.10-5.dsc --verify hello_2.10-5_amd64.deb`,
    },
    {
      purpose: "build several for the next release, in the order of their dependencies",
      command: `${programName} mock-build --suite forky --jobs 2 ./libfoo ./bar_1.0-1.dsc`,
    },
  ],
  run: async (request, deps, { settings, origins }) => {
    const isRoot = deps.environment.user.uid === 0;
    // Root has another cache than the user who runs sudo.
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
