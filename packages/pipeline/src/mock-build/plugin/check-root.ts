import { mountOverlay, unmount } from "@debootc/tools/sandbox/overlay";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";
import { serveRoot } from "./ask-hook.ts";
import { openHookRoot } from "./hook-root.ts";

const requestSchema = z.strictObject({
  /** The upper one first. */
  layers: z.array(z.string()).min(1),
  binds: z.array(z.strictObject({ source: z.string(), target: z.string() })),
  workDirectory: z.string(),
});
type Request = z.infer<typeof requestSchema>;

/** Has a throw-away root, in which a check does what it wants, without a network. */
export const checkRootOperation: Operation<Request, null> = {
  name: "check-root",
  namespaces: ["mount", "network"],
  request: requestSchema,
  result: z.null(),
  run: async ({ layers, binds, workDirectory }, context) => {
    const overlay = {
      lower: layers,
      upper: join(workDirectory, "upper"),
      work: join(workDirectory, "overlay-work"),
      target: join(workDirectory, "root"),
    };
    for (const made of [overlay.upper, overlay.work, overlay.target]) await mkdir(made, { recursive: true });
    await mountOverlay(overlay, context.signal);
    const root = openHookRoot({ root: overlay.target, binds });
    try {
      await serveRoot({ fresh: true }, root, context);
    } finally {
      await root.close();
      await unmount(overlay.target);
      await rm(workDirectory, { recursive: true, force: true });
    }
    return null;
  },
  results: () => [],
};
