import { bytesOf, sizeLimit } from "@debootc/core/mock-build/chroot/limit-text";
import { mountTargetFaults } from "@debootc/core/mock-build/chroot/mount-rules";
import { textSchema } from "@debootc/core/document/text-schema";
import { availableMemory } from "@debootc/tools/available-memory";
import { definePlugin, z } from "../plugin/api.ts";

const options = z.strictObject({
  "required-memory": sizeLimit("Memory that must be available; with less, builds go to the disk.").default(
    "4GiB",
  ),
  directories: z
    .array(
      textSchema(mountTargetFaults, {
        description: "A directory of the chroot that is to be in memory, empty.",
      }),
    )
    .default([]),
});

/** Keeps what a build writes in memory when there is enough of it, and directories of the chroot in any case. */
export const tmpfs = definePlugin({
  name: "tmpfs",
  version: "1",
  changesResults: false,
  options,
  setup: async ({ options: { directories, "required-memory": required }, log }) => {
    const available = await availableMemory();
    const isEnough = available >= (bytesOf(required) ?? 0);
    log(`${Math.floor(available / 1024 ** 2)} MiB of memory are available, ${required} are wanted`);
    return {
      tmpfs: isEnough ? "on" : "off",
      mounts: directories.map((target) => ({ type: "tmpfs", target })),
    };
  },
});
