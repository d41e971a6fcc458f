import { rootRecord } from "@debootc/core/compose/root-record";
import { rm } from "node:fs/promises";
import type { Operation } from "../worker/operation.ts";
import { type BuildRootRequest, buildRootRequestSchema } from "./build-root-request.ts";
import type { RootRecord } from "@debootc/core/compose/root-record";

/**
 * Builds a root in the worker. The root keeps the owners that its packages gave it; only the listing goes to the
 * user.
 */
export const buildRootOperation: Operation<BuildRootRequest, RootRecord> = {
  name: "build-root",
  request: buildRootRequestSchema,
  result: rootRecord.schema,
  run: async (request, context) => {
    // Only the worker needs the code; who asks for a root often finds it in the cache.
    const { buildRoot } = await import("./build-root.ts");
    try {
      return await buildRoot(request, context);
    } finally {
      await rm(request.workDirectory, { recursive: true, force: true });
    }
  },
  results: ({ listing }) => [listing],
};
