import { describe, expect, test } from "vitest";
import { treefileOf } from "../lock/lock-section.fixture.ts";
import { digestOf } from "../record/digest.ts";
import { packagesPlanOf } from "./packages-plan.ts";
import { rootPlanOf, wholeRootPlan } from "./root-plan.ts";

const rules = digestOf("rules");
const origin = { file: "a.yaml", line: 1, column: 1 };

function planOf(changes: Parameters<typeof treefileOf>[0] = {}, inputs: object = {}) {
  const plan = rootPlanOf({
    treefile: treefileOf(changes),
    packages: [digestOf("bash")],
    bootLoader: [],
    ids: { users: [], groups: [] },
    timestamp: 0,
    addFiles: [],
    varRules: rules,
    tools: {},
    ...inputs,
  });
  return packagesPlanOf(wholeRootPlan(plan));
}

describe("the plan by which packages are installed", () => {
  test.each([
    [{ units: [{ name: "ssh.service", origin }] }, {}],
    [{ postprocess: [{ script: "true", origin: "a.yaml", place: origin }] }, {}],
    [{}, { addFiles: [{ target: "/etc/a", digest: digestOf("a") }] }],
    [{}, { varRules: digestOf("others") }],
  ])("is that of a treefile that also says %j, %j", (changes, inputs) => {
    expect(planOf(changes, inputs)).toEqual(planOf());
  });

  test.each([
    [{ documentation: false }, {}],
    [{}, { packages: [digestOf("dash")] }],
    [{}, { timestamp: 1 }],
    [{}, { tools: { dpkg: "1" } }],
  ])("is not that of a treefile that says %j, %j", (changes, inputs) => {
    expect(planOf(changes, inputs)).not.toEqual(planOf());
  });
});
