import { errorCodes } from "@debootc/core/error/codes";
import { cacheVerifyRequestSchema } from "@debootc/core/request/cache/cache-requests";
import { defineCommand } from "../../door/command-door.ts";
import { cacheVerdict } from "../../render/screens/cache-verdict.ts";
import { programName } from "../../screen/program-name.ts";

export const verify = defineCommand({
  description:
    "Read everything in the cache and compare it with its digest. Exit status 8 means that something is damaged and still there.",
  request: cacheVerifyRequestSchema,
  examples: [
    { purpose: "check the cache", command: `${programName} cache verify` },
    {
      purpose: "remove what is damaged, so that it is made again",
      command: `${programName} cache verify --fix`,
    },
  ],
  run: async (request, deps) => {
    const { verifyCacheDirectory } = await import("@debootc/pipeline/upkeep/verify-cache-directory");
    const result = await verifyCacheDirectory(request, deps);
    const isSound = result.damage.every(({ removed }) => removed);
    return {
      exitStatus: isSound ? 0 : errorCodes["verification-differs"].exit,
      result,
      text: (canvas) => cacheVerdict(result, canvas, request.remote),
    };
  },
});
