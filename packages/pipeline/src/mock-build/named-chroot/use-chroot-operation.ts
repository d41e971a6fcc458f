import { chrootMountSchema } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { buildSandbox } from "@debootc/tools/sandbox/build-sandbox";
import { mountOverlay } from "@debootc/tools/sandbox/overlay";
import { runAttached } from "@debootc/tools/run";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";
import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { chrootMounts } from "../build/chroot-mounts.ts";

const requestSchema = z.strictObject({
  /** The upper one first. */
  lower: z.array(z.string()).min(1),
  /** Takes all changes. */
  top: z.string(),
  mounts: z.array(chrootMountSchema),
  environment: z.record(z.string(), z.string()),
  user: z.enum(["root", "builder"]),
  command: z.array(z.string()).min(1),
  /** A person sits at the terminal. */
  terminal: z.boolean(),
});
const resultSchema = z.strictObject({ exitStatus: z.int() });

/** The streams of whoever asked, as this worker got them beside its own. */
const streams = [3, 4, 5] as const;

/**
 * Runs a command in a chroot, with the streams of whoever asked. All mounts are those of the worker's own namespace, with
 * which they go, however it ends.
 */
export const useChrootOperation: Operation<z.infer<typeof requestSchema>, z.infer<typeof resultSchema>> = {
  name: "use-chroot",
  namespaces: ["mount", "network"],
  request: requestSchema,
  result: resultSchema,
  run: async ({ lower, top, mounts, environment, user, command, terminal }, { signal }) => {
    const overlay = { lower, upper: join(top, "upper"), work: join(top, "work"), target: join(top, "root") };
    for (const made of [overlay.upper, overlay.work, overlay.target]) await mkdir(made, { recursive: true });
    await mountOverlay(overlay, signal);
    const [tool = "", ...args] = command;
    const env = {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      LANG: "C.UTF-8",
      HOME: user === "root" ? "/root" : buildUser.home,
      USER: user === "root" ? "root" : buildUser.name,
      DEBIAN_FRONTEND: "noninteractive",
      ...(terminal ? { TERM: "xterm-256color" } : {}),
      ...environment,
    };
    const view = { root: overlay.target, user, network: "none", env, terminal, withoutSync: false } as const;
    return {
      exitStatus: await runAttached({
        ...buildSandbox({ ...view, ...chrootMounts(mounts) }, { tool, args }),
        streams,
        signal,
      }),
    };
  },
  results: () => [],
};
