import { mountSourceFaults, mountTargetFaults } from "@debootc/core/mock-build/chroot/mount-rules";
import { textSchema } from "@debootc/core/document/text-schema";
import { definePlugin, z } from "../plugin/api.ts";

const options = z.strictObject({
  binds: z
    .array(
      z.strictObject({
        source: textSchema(mountSourceFaults, { description: "A directory or file on this machine." }),
        target: textSchema(mountTargetFaults, { description: "Its path in the chroot." }),
        writable: z.boolean().default(false),
      }),
    )
    .min(1),
});

/** Mounts directories of this machine in the chroot, as a set that can be switched on and off by the plugin's name. */
export const bindMount = definePlugin({
  name: "bind-mount",
  version: "1",
  // Nothing is known about the content of these directories.
  changesResults: true,
  options,
  setup: ({ options: { binds } }) => ({ mounts: binds.map((bind) => ({ type: "bind", ...bind })) }),
});
