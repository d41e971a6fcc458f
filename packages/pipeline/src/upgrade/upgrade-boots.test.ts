import { upgradeRules } from "@debootc/core/upgrade/evaluate-upgrade";
import { expect, test } from "vitest";
import { disk, upgrade } from "./upgrade-scene.fixture.ts";
import { upgradeBoots } from "./upgrade-boots.ts";

const boots = upgradeBoots(upgrade, disk);

test("the system before is booted, then the one after, then the one before again", () => {
  const { from, to } = upgrade;

  expect(boots.map(({ system }) => system.expected)).toEqual([
    { checksum: from.commit.checksum, packageCount: 300 },
    { checksum: to.commit.checksum, packageCount: 310 },
    { checksum: from.commit.checksum, packageCount: 300 },
  ]);
  expect(boots.map(({ step }) => step)).toEqual(["boot 1 of 3: old", "boot 2 of 3: new", "boot 3 of 3: old"]);
});

test("each boot has the rules of its own", () => {
  expect(boots.map(({ system }) => system.furtherRules)).toEqual(upgradeRules);
});

test("each boot keeps its console and its report", () => {
  const files = boots.flatMap(({ system: { logFile, reportFile } }) => [logFile, reportFile]);

  expect(files).toEqual(
    [1, 2, 3].flatMap((n) => [`${upgrade.logs}/console-${n}.log`, `${upgrade.logs}/report-${n}.json`]),
  );
});

test("all boots are from the one disk, by firmware, with a network and what was asked for", () => {
  for (const { system } of boots) {
    expect(system).toMatchObject({
      disk: disk.raw,
      kernel: disk.kernel,
      start: { firmware: "/usr/share/ovmf/OVMF.fd" },
      network: "open",
      architecture: "amd64",
      memoryMiB: 1536,
      timeoutSeconds: 500,
    });
  }
});
