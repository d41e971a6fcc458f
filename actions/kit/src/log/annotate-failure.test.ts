import { DebootcError } from "@debootc/core/error/debootc-error";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { expect, test } from "vitest";
import { inputsOf } from "../definition/inputs-of.ts";
import { inputSchema } from "../definition/own-fields.ts";
import { annotateFailure } from "./annotate-failure.ts";
import { capturedLog } from "./captured-log.fixture.ts";

const inputs = inputsOf({
  ...{ name: "compose", title: "", description: "", outputs: {}, without: ["resume"] },
  request: composeRequestSchema,
  own: inputSchema({}),
});

function annotated(error: unknown): { readonly status: number; readonly written: string[] } {
  const { log, written } = capturedLog();
  return { status: annotateFailure(log, error, { workspace: "/w", inputs }), written };
}

test("a failure ends with its conclusion and what to do, in the words of a workflow", () => {
  const error = new DebootcError("ids-drifted", "ids moved", { hint: "Use --allow-moved-ids or --resume." });

  expect(annotated(error)).toEqual({
    status: 10,
    written: [
      '[error] {"title":"debootc: ids-drifted (policy)"} ids moved\nhint: Use allow-moved-ids or --resume.',
    ],
  });
});

test("each finding behind it is an annotation of its own", () => {
  const finding = {
    severity: "error",
    code: "treefile-invalid",
    message: "no",
    file: "/w/a.yaml",
    line: 2,
  } as const;
  const { written } = annotated(new DebootcError("treefile-invalid", "1 error", { diagnostics: [finding] }));

  expect(written[0]).toContain('"file":"a.yaml","startLine":2');
  expect(written).toHaveLength(2);
});

test("however many findings there are, the conclusion is among the ten errors that GitHub keeps", () => {
  const findings = Array.from({ length: 30 }, (_, line) => ({
    ...({ severity: "error", code: "treefile-invalid", message: "no", file: "/w/a.yaml" } as const),
    line: line + 1,
  }));
  const { written } = annotated(new DebootcError("treefile-invalid", "30 errors", { diagnostics: findings }));

  expect(written.filter((line) => line.startsWith("[error]"))).toHaveLength(10);
  expect(written.at(-1)).toMatch(/^\[error\] \{"title":"debootc: treefile-invalid \(configuration\)"\} 30/);
  expect(written.join("\n")).toContain("a.yaml:30");
});

test("a fault of debootc shows where it happened", () => {
  const { status, written } = annotated(new TypeError("no such thing"));

  expect(status).toBe(1);
  expect(written.join("\n")).toMatch(/TypeError: no such thing\n +at /);
});
