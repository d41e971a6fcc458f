import { expect, test } from "vitest";
import { composePlan } from "./compose-plan.ts";
import { wholeRootPlan } from "./root-plan.ts";

const digest = `sha256:${"0".repeat(64)}`;

test("a stored plan leaves out what has its default, and is read with the defaults in place", () => {
  const text = JSON.stringify({
    schema: "debootc/plan",
    version: 3,
    ref: "debian/trixie/amd64/tiny",
    treeVersion: "20260912.0",
    lock: digest,
    container: { title: "tiny", labels: {}, cmd: ["/sbin/init"], compression: "zstd" },
    parent: null,
    contentDigest: digest,
    root: {
      suite: "trixie",
      architecture: "amd64",
      packages: [digest],
      ids: { users: [], groups: [] },
      timestamp: 1,
      units: [],
      addFiles: [],
      removeFiles: [],
      postprocess: [],
      kernelArguments: [],
      varRules: digest,
      tools: {},
    },
  });
  const { root, container } = composePlan.parse(text, "plan.json");

  expect(root).not.toHaveProperty("documentation");
  expect(wholeRootPlan(root)).toMatchObject({
    documentation: true,
    debconf: [],
    users: [],
    sshKeys: {},
    removeFromPackages: [],
    initramfsArgs: [],
    bootLocation: "modules",
    optUsrlocal: "var",
    machineIdCompat: true,
    varPolicy: [],
  });
  expect(container.maxLayers).toBe(1);
});
