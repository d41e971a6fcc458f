import { cacheListRequestSchema } from "@debootc/core/request/cache/cache-requests";
import { defineCommand } from "../../door/command-door.ts";
import { cacheTable } from "../../render/screens/cache-table.ts";
import { programName } from "../../screen/program-name.ts";

export const list = defineCommand({
  description:
    "Show what the cache directory holds, how much space it takes, when it was last used, and what may be deleted.",
  request: cacheListRequestSchema,
  examples: [
    { purpose: "show how large the cache is", command: `${programName} cache list` },
    { purpose: "every finished step, for scripts", command: `${programName} cache list --json` },
    {
      purpose: "what a directory on a server has for all machines",
      command: `${programName} cache list --remote /srv/debootc-cache`,
    },
  ],
  run: async (request, deps) => {
    const { listCacheDirectory } = await import("@debootc/pipeline/upkeep/list-cache-directory");
    const result = await listCacheDirectory(request, deps);
    return {
      exitStatus: 0,
      result,
      text: (canvas) => cacheTable(result, deps.clock(), canvas, request.remote),
    };
  },
});
