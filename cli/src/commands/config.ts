import { configRequestSchema } from "@debootc/core/request/config-request";
import { chrootAnswer } from "./chroot-answer.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { settingsSummary } from "../render/screens/settings-summary.ts";
import { settingsReportOf } from "./settings-report-of.ts";

export const config = defineCommand({
  description:
    "Show what is set for all runs, and where: options win over DEBOOTC_... variables, those over " +
    "~/.config/debootc/config.yaml, and that over /etc/debootc/config.yaml. With the name of a chroot, show what " +
    "the files that describe it come to: see docs/chroots.md.",
  request: configRequestSchema,
  examples: [
    { purpose: "every setting, its value and where that comes from", command: `${programName} config show` },
    {
      purpose: "a chroot with the file and line of every value",
      command: `${programName} config show trixie-amd64`,
    },
    { purpose: "the same for scripts", command: `${programName} config show --json` },
  ],
  run: async (request, _deps, { origins, settings }) => {
    if (request.action === "chroots" || request.chroot !== undefined) {
      return chrootAnswer(request, settings.files);
    }
    const result = settingsReportOf(request, origins, settings.files);
    return { exitStatus: 0, result, text: (canvas) => settingsSummary(result, canvas) };
  },
});
