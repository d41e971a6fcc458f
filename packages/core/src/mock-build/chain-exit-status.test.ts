import { expect, test } from "vitest";
import { chainExitStatus } from "./chain-exit-status.ts";
import type { ChainPackage } from "./records/chain-result.ts";

const error = {
  code: "build-failed",
  class: "package",
  message: "it does not build",
  diagnostics: [],
} as const;
const chain = (...outcomes: ChainPackage["outcome"][]) =>
  outcomes.map((outcome, index) => ({
    asked: `./p${index}`,
    name: `p${index}`,
    version: "1",
    outcome,
    needs: [],
    ...(outcome === "failed" ? { error: { ...error, diagnostics: [] } } : {}),
  }));

test.each([
  ["all is built or was before", chain("built", "reused"), false, 0],
  ["a failure ends it", chain("built", "failed", "skipped"), false, 10],
  ["it goes on after a failure", chain("built", "failed", "skipped"), true, 4],
  ["it goes on with what was built before", chain("failed", "reused"), true, 4],
  ["nothing at all is built", chain("failed", "skipped"), true, 10],
])("when %s it ends with that", (_what, packages, goesOn, status) => {
  expect(chainExitStatus(packages, goesOn)).toBe(status);
});
