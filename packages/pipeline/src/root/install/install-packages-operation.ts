import { rm } from "node:fs/promises";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";
import { type InstallPackagesRequest, installPackagesRequestSchema } from "./install-packages-request.ts";

/** Installs packages into an empty root, in the worker. The root keeps the owners that its packages give it. */
export const installPackagesOperation: Operation<InstallPackagesRequest, null> = {
  name: "install-packages",
  request: installPackagesRequestSchema,
  result: z.null(),
  run: async (request, context) => {
    // Only the worker needs the code; who asks for a root often finds it in the cache.
    const { installPackages } = await import("./install-packages.ts");
    try {
      await installPackages(request, context);
      return null;
    } finally {
      await rm(request.workDirectory, { recursive: true, force: true });
    }
  },
  results: () => [],
};
