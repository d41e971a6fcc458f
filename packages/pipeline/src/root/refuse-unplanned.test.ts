import { lockedOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { rootPlanOf, wholeRootPlan } from "@debootc/core/plan/root-plan";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { refuseUnplannedPackages } from "./install/refuse-unplanned-packages.ts";
import { refuseUnplanned } from "./refuse-unplanned.ts";

const bash = lockedOf("bash", "5.2");
const other = lockedOf("bash", "5.3", { sha256: `sha256:${"1".repeat(64)}` });
const plan = wholeRootPlan(
  rootPlanOf({
    treefile: treefileOf(),
    packages: [bash.sha256],
    bootLoader: [],
    ids: { users: [], groups: [] },
    timestamp: 0,
    addFiles: [{ target: "/etc/a", digest: bash.sha256 }],
    varRules: digestOfBytes(Buffer.from("rules")),
    tools: {},
  }),
);
const inputs = { plan, bootLoader: [], files: ["/work/0"], varRules: "rules" };

test("what the plan names is built", () => {
  expect(() => refuseUnplanned(inputs)).not.toThrow();
  expect(() => refuseUnplannedPackages(plan, [bash])).not.toThrow();
});

test.each([
  [{ bootLoader: [bash] }, "packages of the boot loader"],
  [{ files: [] }, "files of the treefile"],
  [{ varRules: "others" }, "rules for /var"],
])("anything else is refused: %j", (change, what) => {
  expect(() => refuseUnplanned({ ...inputs, ...change })).toThrow(`names other ${what}`);
});

test.each([[[other]], [[bash, bash]], [[]]])("other packages are refused: %j", (packages) => {
  expect(() => refuseUnplannedPackages(plan, packages)).toThrow("names other packages");
});
