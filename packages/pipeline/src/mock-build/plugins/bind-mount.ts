import { mountSourceFaults, mountTargetFaults } from "@debootc/core/mock-build/chroot/mount-rules";
import { textSchema } from "@debootc/core/document/text-schema";
import { definePlugin, z } from "../plugin/api.ts";

const options = z.strictObject({
  binds: z
    .array(
      z.strictObject({
        source: textSchema(mountSourceFaults, { description: "A directory or file of this machine." }),
        target: textSchema(mountTargetFaults, { description: "Where in the chroot." }),
        writable: z.boolean().default(false),
      }),
    )
    .min(1),
});

/** Directories of this machine in the chroot, as a set that can be switched on and off by the plugin's name. */
export const bindMount = definePlugin({
  name: "bind-mount",
  version: "1",
  // What lies there is nobody's to know.
  changesResults: true,
  options,
  setup: ({ options: { binds } }) => ({ mounts: binds.map((bind) => ({ type: "bind", ...bind })) }),
});
