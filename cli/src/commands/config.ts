import { configRequestSchema } from "@debootc/core/request/config-request";
import { chrootAnswer } from "./chroot-answer.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { settingsSummary } from "../render/screens/settings-summary.ts";
import { settingsReportOf } from "./settings-report-of.ts";

export const config = defineCommand({
  description:
    "Show the settings and where each value comes from: options win over DEBOOTC_... variables, those over " +
    "~/.config/debootc/config.yaml, and that over /etc/debootc/config.yaml. With the name of a chroot, show its " +
    "configuration, merged from its files: see docs/chroots.md.",
  request: configRequestSchema,
  examples: [
    { purpose: "show every setting with its value and origin", command: `${programName} config show` },
    {
      purpose: "show a chroot, with the file and line of every value",
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
