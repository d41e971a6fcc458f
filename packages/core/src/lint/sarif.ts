import { createHash } from "node:crypto";
import type { LintFinding, LintReport } from "./lint-report.ts";
import type { LintLevel, LintRule } from "./rules/lint-rule.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const documentation = "https://github.com/debootc/debootc/blob/main/docs/lint.md";
/** What paths of findings are relative to; it stands for `/` of the image, wherever that is. */
const imageRoot = "IMAGEROOT";

/** A report as SARIF 2.1.0 (OASIS), for code scanning. `version` is debootc's own. */
export function sarifOf(report: LintReport, rules: readonly LintRule[], version: string): object {
  return {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "debootc",
            semanticVersion: version,
            informationUri: documentation,
            rules: rules.map(descriptorOf),
          },
        },
        automationDetails: { id: `debootc-lint/${report.subject.name}` },
        originalUriBaseIds: {
          [imageRoot]: { description: { text: `The root file system of ${report.subject.name}` } },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(report) }],
        results: report.findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
}

function descriptorOf({ name, level, summary, why, remedy }: LintRule) {
  return {
    id: name,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${remedy}` },
    helpUri: `${documentation}#${name}`,
    defaultConfiguration: { level: level satisfies LintLevel },
  };
}

function resultOf({ rule, level, path, message, hint }: LintFinding, rules: readonly LintRule[]) {
  const place = path ?? "/";
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([rule, path, message]))
    .digest("hex");
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ name }) => name === rule),
    level,
    message: { text: `${path === undefined ? message : `${path} ${message}`}. ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(place), uriBaseId: imageRoot },
          // Code scanning shows no result without a line.
          region: { startLine: 1 },
        },
      },
    ],
    partialFingerprints: { "debootcFinding/v1": fingerprint },
  };
}

/** Of the root itself `.`, since nothing is no reference. */
function relativeUri(path: string): string {
  const names = path.split("/").filter((name) => name !== "");
  return names.length === 0 ? "." : names.map(encodeURIComponent).join("/");
}

function notificationsOf({ leftOut, unread }: LintReport) {
  return [
    ...leftOut.map(({ rule, count }) => `${count} more findings of ${rule} are left out`),
    ...unread.map((path) => `${path} is too large to be read`),
  ].map((text) => ({ level: "note", message: { text } }));
}
