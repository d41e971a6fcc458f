import { describe, expect, test } from "vitest";
import { jobsOutsideTheGate, unpinnedActions } from "./workflows.ts";

describe("workflows", () => {
  test("an action by tag is refused, one by commit or path is not", () => {
    const text = [
      "- uses: a/b@v1",
      `- uses: a/b@${"0".repeat(40)} # v1`,
      "- uses: ./actions/x",
      "- uses: $/actions/x",
    ].join("\n");

    expect(unpinnedActions("ci.yml", text)).toEqual([expect.stringMatching(/^ci[.]yml:1: a\/b /)]);
  });

  test("a job that ci-ok does not need is named", () => {
    const text = "jobs:\n  one:\n    x: 1\n  two:\n    x: 1\n  ci-ok:\n    if: always()\n    needs: [one]\n";

    expect(jobsOutsideTheGate("ci.yml", text)).toEqual([expect.stringContaining("job two")]);
  });

  test("a workflow without a gate job is left alone", () => {
    expect(jobsOutsideTheGate("other.yml", "jobs:\n  one:\n    x: 1\n")).toEqual([]);
  });
});
