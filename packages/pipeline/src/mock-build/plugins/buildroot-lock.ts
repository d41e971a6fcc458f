import { withoutEpoch } from "@debootc/core/version/debian-version";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, z } from "../plugin/api.ts";

const options = z.strictObject({
  directory: z
    .string()
    .regex(/^\//, "an absolute path")
    .meta({ description: "Where the locks are collected, one for each source package and architecture." }),
});

/** Collects the locks of build roots in one directory, for `--from-lock`. Every result also has its own lock. */
export const buildrootLock = definePlugin({
  name: "buildroot-lock",
  version: "1",
  changesResults: false,
  options,
  hooks: {
    sourceReady: ({ details: { source }, state }) =>
      void state.set("name", `${source.name}_${withoutEpoch(source.version)}`),
    finished: async ({
      details: { status, directory },
      facts,
      options: { directory: gathered },
      state,
      log,
    }) => {
      if (status !== "successful" || directory === undefined) return;
      const target = join(gathered, `${String(state.get("name"))}_${facts.hostArchitecture}.lock.json`);
      await mkdir(gathered, { recursive: true });
      await copyFile(join(directory, "buildroot.lock.json"), target);
      log(`the lock is ${target}`);
    },
  },
});
