import { expect, test } from "vitest";
import { treefileOf } from "../lock/lock-section.fixture.ts";
import { rootPlanOf, withVersion } from "./root-plan.ts";

const inputs = {
  packages: [],
  bootLoader: [],
  ids: { users: [], groups: [] },
  timestamp: 0,
  addFiles: [],
  varRules: `sha256:${"0".repeat(64)}` as const,
  tools: {},
};
const origin = { file: "/tree/system.yaml", line: 3, column: 5 };

test("a root knows its version only where os-release has to name it", () => {
  const plain = rootPlanOf({ treefile: treefileOf(), ...inputs });
  const branded = rootPlanOf({
    treefile: treefileOf({ mutateOsRelease: { text: "13", origin } }),
    ...inputs,
  });

  expect(withVersion(plain, "13.4")).toEqual(plain);
  expect(withVersion(branded, "13.4").osRelease).toEqual({ replaced: "13", version: "13.4" });
});

test("moving lines of a treefile changes no plan", () => {
  const planAt = (line: number) => {
    const at = { ...origin, line };
    return rootPlanOf({
      treefile: treefileOf({
        debconf: [{ package: "a", question: "a/b", type: "string", value: "c", origin: at }],
        users: [{ name: "admin", uid: 1000, gecos: "", groups: [], shell: "/bin/sh", origin: at }],
        sshKeys: [{ user: "admin", keys: ["key"], origin: at }],
        removeFromPackages: [{ package: "a", patterns: ["b"], origin: at }],
        varPolicy: [{ rule: { path: "/var/a", class: "discard" }, origin: at }],
        mutateOsRelease: { text: "13", origin: at },
        postprocess: [{ script: "#!/bin/sh", origin: `system.yaml:${line}`, place: at }],
      }),
      ...inputs,
    });
  };

  expect(planAt(3)).toEqual(planAt(4));
});

test("a plan has no word of a key that has its default, so that a new key changes no digest", () => {
  expect(Object.keys(rootPlanOf({ treefile: treefileOf(), ...inputs })).sort()).toEqual([
    "addFiles",
    "architecture",
    "ids",
    "kernelArguments",
    "packages",
    "postprocess",
    "removeFiles",
    "suite",
    "timestamp",
    "tools",
    "units",
    "varRules",
  ]);
});
