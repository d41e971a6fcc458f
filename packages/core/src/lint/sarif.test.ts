import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { LintReport } from "./lint-report.ts";
import { lintRules } from "./rules.ts";
import { sarifOf } from "./sarif.ts";

const text = { type: "object", required: ["text"], properties: { text: { type: "string", minLength: 1 } } };

/** What the schema of SARIF 2.1.0 requires of the parts used here. */
const shape = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool"],
        additionalProperties: false,
        properties: {
          tool: {
            type: "object",
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                additionalProperties: false,
                properties: {
                  name: { type: "string" },
                  semanticVersion: { type: "string" },
                  informationUri: { type: "string" },
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      additionalProperties: false,
                      properties: {
                        id: { type: "string" },
                        shortDescription: text,
                        fullDescription: text,
                        help: text,
                        helpUri: { type: "string" },
                        defaultConfiguration: {
                          type: "object",
                          additionalProperties: false,
                          properties: { level: { enum: ["none", "note", "warning", "error"] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          automationDetails: { type: "object", properties: { id: { type: "string" } } },
          originalUriBaseIds: {
            type: "object",
            additionalProperties: {
              type: "object",
              additionalProperties: false,
              properties: { uri: { type: "string" }, description: text },
            },
          },
          invocations: {
            type: "array",
            items: {
              type: "object",
              required: ["executionSuccessful"],
              properties: {
                executionSuccessful: { type: "boolean" },
                toolExecutionNotifications: {
                  type: "array",
                  items: { type: "object", required: ["message"], properties: { message: text } },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["message"],
              additionalProperties: false,
              properties: {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: 0 },
                level: { enum: ["none", "note", "warning", "error"] },
                message: text,
                locations: {
                  type: "array",
                  items: {
                    type: "object",
                    properties: {
                      physicalLocation: {
                        type: "object",
                        required: ["artifactLocation"],
                        properties: {
                          artifactLocation: {
                            type: "object",
                            additionalProperties: false,
                            properties: { uri: { type: "string" }, uriBaseId: { type: "string" } },
                          },
                          region: {
                            type: "object",
                            properties: { startLine: { type: "integer", minimum: 1 } },
                          },
                        },
                      },
                    },
                  },
                },
                partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
              },
            },
          },
        },
      },
    },
  },
};

const report: LintReport = {
  subject: { kind: "image", name: "out/image", path: "/home/a/out/image" },
  findings: [
    {
      rule: "kernel-missing",
      level: "error",
      path: "/usr/lib/modules",
      message: "has no kernel",
      hint: "Install one.",
    },
    { rule: "bootc-label", level: "error", message: "the image has no label", hint: "Set it." },
    { rule: "utf8", level: "error", path: "/a b/caf\\xe9%#", message: "is not UTF-8", hint: "Rename it." },
  ],
  leftOut: [{ rule: "var-log", level: "warning", count: 4 }],
  errors: 3,
  warnings: 1004,
  checked: [],
  skipped: [],
  unread: ["/etc/machine-id"],
};

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

describe("sarifOf", () => {
  const [run] = (sarifOf(report, lintRules, "1.0.0") as Sarif).runs;

  test("the document has the shape of SARIF 2.1.0", () => {
    const validate = new Ajv().compile(shape);

    validate(sarifOf(report, lintRules, "1.0.0"));

    expect(validate.errors).toBeNull();
  });

  test("each result points at its rule", () => {
    for (const { ruleId, ruleIndex } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
  });

  test("paths are references relative to the image's root, even for unusual names", () => {
    const uris = run?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);

    expect(uris).toEqual(["usr/lib/modules", ".", "a%20b/caf%5Cxe9%25%23"]);
  });

  test("different findings have different fingerprints, and equal ones the same", () => {
    const again = (sarifOf(report, lintRules, "2.0.0") as Sarif).runs[0];
    const fingerprints = run?.results.map(
      ({ partialFingerprints }) => partialFingerprints["debootcFinding/v1"],
    );

    expect(new Set(fingerprints).size).toBe(3);
    expect(again?.results.map((result) => result.partialFingerprints["debootcFinding/v1"])).toEqual(
      fingerprints,
    );
  });
});
