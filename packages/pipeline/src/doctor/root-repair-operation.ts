import { detachLoopDevice } from "@debootc/tools/disk/loop-device";
import { unmount } from "@debootc/tools/files/mount-table";
import * as z from "zod";
import { processIdentitySchema } from "../cache/process-identity.ts";
import { removeBuildGroup } from "../limits/build-groups.ts";
import type { Operation } from "../worker/operation.ts";
import { killProcess } from "./kill-process.ts";

const requestSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("kill"), process: processIdentitySchema }),
  z.strictObject({ do: z.literal("unmount"), target: z.string().startsWith("/") }),
  z.strictObject({ do: z.literal("detach-loop"), device: z.string().regex(/^\/dev\/loop[0-9]+$/) }),
  z.strictObject({
    do: z.literal("remove-cgroup"),
    directory: z.string().regex(/^\/.*\/debootc-build\.[^/]+$/),
  }),
]);
const resultSchema = z.strictObject({});
export type RootRepair = z.infer<typeof requestSchema>;

/** Performs the repairs that only root can do. */
export const rootRepairOperation: Operation<RootRepair, z.infer<typeof resultSchema>> = {
  name: "repair",
  request: requestSchema,
  result: resultSchema,
  run: async (repair) => {
    switch (repair.do) {
      case "kill":
        await killProcess(repair.process);
        break;
      case "unmount":
        await unmount(repair.target);
        break;
      case "detach-loop":
        await detachLoopDevice(repair.device);
        break;
      case "remove-cgroup":
        await removeBuildGroup(repair.directory);
        break;
    }
    return {};
  },
  results: () => [],
};
