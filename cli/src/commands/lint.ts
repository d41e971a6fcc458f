import { lintReport } from "@debootc/core/lint/lint-report";
import { lintStatus } from "@debootc/core/lint/lint-status";
import { lintRules } from "@debootc/core/lint/rules";
import { sarifOf } from "@debootc/core/lint/sarif";
import { lintRequestSchema } from "@debootc/core/request/lint-request";
import manifest from "../../package.json" with { type: "json" };
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { lintRuleList } from "../render/screens/lint-rule-list.ts";
import { lintSummary } from "../render/screens/lint-summary.ts";

export const lint = defineCommand({
  description:
    "Look for what keeps an image from installing, booting or updating, and for what no image may carry: " +
    "bootc's own checks by their names, Debian's pitfalls, and leaks of the building machine. Nothing is changed.",
  request: lintRequestSchema,
  examples: [
    { purpose: "the newest compose", command: `${programName} lint` },
    {
      purpose: "an image of any origin, warnings count too",
      command: `${programName} lint oci:image:1.0 --fatal-warnings`,
    },
    { purpose: "an unpacked root, for code scanning", command: `${programName} lint rootfs --sarif` },
  ],
  run: async (request, deps) => {
    if (request.list) {
      const rules = lintRules.map(({ name, level, summary, ofBootc = false }) => ({
        name,
        level,
        summary,
        ofBootc,
      }));
      return { exitStatus: 0, result: { rules }, text: (canvas) => lintRuleList(rules, canvas) };
    }
    const { runLint } = await import("@debootc/pipeline/lint/run-lint");
    const report = await runLint(request, deps);
    return {
      exitStatus: lintStatus(report, request),
      result: JSON.parse(lintReport.serialize(report)),
      text: (canvas) =>
        request.sarif
          ? `${JSON.stringify(sarifOf(report, lintRules, manifest.version), undefined, 2)}\n`
          : lintSummary(report, request, canvas),
    };
  },
});
