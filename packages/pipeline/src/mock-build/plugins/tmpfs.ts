import { bytesOf, sizeLimit } from "@debootc/core/document/limit-text";
import { mountTargetFaults } from "@debootc/core/mock-build/chroot/mount-rules";
import { textSchema } from "@debootc/core/document/text-schema";
import { availableMemory } from "@debootc/tools/available-memory";
import { definePlugin, z } from "../plugin/api.ts";

const options = z.strictObject({
  "required-memory": sizeLimit("Memory that must be available; with less, builds go to disk.").default(
    "4GiB",
  ),
  directories: z
    .array(
      textSchema(mountTargetFaults, {
        description: "A directory of the chroot to keep in memory, initially empty.",
      }),
    )
    .default([]),
});

/** Keeps what a build writes in memory if enough is available, and the given directories in any case. */
export const tmpfs = definePlugin({
  name: "tmpfs",
  version: "1",
  changesResults: false,
  options,
  setup: async ({ options: { directories, "required-memory": required }, log }) => {
    const available = await availableMemory();
    const isEnough = available >= (bytesOf(required) ?? 0);
    log(`${Math.floor(available / 1024 ** 2)} MiB of memory are available, ${required} are required`);
    return {
      tmpfs: isEnough ? "on" : "off",
      mounts: directories.map((target) => ({ type: "tmpfs", target })),
    };
  },
});
