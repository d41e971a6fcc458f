import { chrootListRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { failedBuildText } from "../../render/screens/failed-build-text.ts";
import { displayWidth, pad } from "../../render/text/display-width.ts";

export const list = defineCommand({
  description: "List chroots with their suites, architectures and snapshots.",
  request: chrootListRequestSchema,
  examples: [
    { purpose: "list all chroots", command: `${programName} chroot list` },
    { purpose: "the same for scripts", command: `${programName} chroot list --json` },
  ],
  run: async ({ cacheDir }) => {
    const { listChroots } = await import("@debootc/pipeline/mock-build/chroot-store/chroot-store");
    const chroots = await listChroots(cacheDir);
    return {
      exitStatus: 0,
      result: { chroots },
      text: ({ style }) => {
        if (chroots.length === 0) return `  no chroots; create one: ${programName} chroot create\n`;
        const widest = Math.max(...chroots.map(({ name }) => displayWidth(name)));
        const rows = chroots.map(({ name, configuration, created, layers, failedBuild }) => {
          const snapshots = layers.map(({ snapshot }) => snapshot).join(", ");
          const origin = failedBuild === undefined ? "" : `, left by ${failedBuildText(failedBuild)}`;
          const facts = `${configuration.suite}, ${configuration.architecture}, created ${created.slice(0, 10)}${origin}`;
          return `  ${pad(name, widest)}  ${facts}${snapshots === "" ? "" : style.faint(`  ${snapshots}`)}\n`;
        });
        return rows.join("");
      },
    };
  },
});
