import { chrootListRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { failedBuildText } from "../../render/screens/failed-build-text.ts";
import { displayWidth, pad } from "../../render/text/display-width.ts";

export const list = defineCommand({
  description: "List the chroots, what they are of and their snapshots.",
  request: chrootListRequestSchema,
  examples: [
    { purpose: "all of them", command: `${programName} chroot list` },
    { purpose: "for a program", command: `${programName} chroot list --json` },
  ],
  run: async ({ cacheDir }) => {
    const { listChroots } = await import("@debootc/pipeline/mock-build/named-chroot/store/chroot-store");
    const chroots = await listChroots(cacheDir);
    return {
      exitStatus: 0,
      result: { chroots },
      text: ({ style }) => {
        if (chroots.length === 0) return `  no chroots; make one: ${programName} chroot create\n`;
        const widest = Math.max(...chroots.map(({ name }) => displayWidth(name)));
        const rows = chroots.map(({ name, configuration, created, layers, failedBuild }) => {
          const snapshots = layers.map(({ snapshot }) => snapshot).join(", ");
          const origin = failedBuild === undefined ? "" : `, left by ${failedBuildText(failedBuild)}`;
          const facts = `${configuration.suite}, ${configuration.architecture}, of ${created.slice(0, 10)}${origin}`;
          return `  ${pad(name, widest)}  ${facts}${snapshots === "" ? "" : style.faint(`  ${snapshots}`)}\n`;
        });
        return rows.join("");
      },
    };
  },
});
