import { run } from "@debootc/tools/run";
import { rm } from "node:fs/promises";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";

const requestSchema = z.strictObject({
  source: z.string().startsWith("/"),
  target: z.string().startsWith("/"),
});

/**
 * Gives a chroot a base root of its own, by hard links: it costs no space, an overlay never changes what is below it, and
 * the cache may drop its entry.
 */
export const cloneRootOperation: Operation<z.infer<typeof requestSchema>, null> = {
  name: "clone-root",
  request: requestSchema,
  result: z.null(),
  run: async ({ source, target }, { signal }) => {
    try {
      await run({ tool: "cp", args: ["--archive", "--link", "--", source, target], signal });
    } catch (error) {
      await rm(target, { recursive: true, force: true });
      throw error;
    }
    return null;
  },
  results: () => [],
};
