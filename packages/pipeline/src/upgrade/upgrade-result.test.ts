import { bootResult } from "@debootc/core/boot/boot-result";
import { expect, test } from "vitest";
import { bootReportOf } from "../boot/boot-report.fixture.ts";
import { upgrade } from "./upgrade-scene.fixture.ts";
import { upgradeResult } from "./upgrade-result.ts";

const reports = [
  bootReportOf("6.12-old", 41, "a"),
  bootReportOf("6.12-new", 42, "b"),
  bootReportOf("6.12-old", 43, "c"),
];
const fetches = { deltaParts: 2, looseObjects: 0, bytes: 5000 };

test("a result tells of the system after the upgrade, with the checks of all boots in their order", () => {
  const { from, to, logs } = upgrade;

  const result = upgradeResult(upgrade, "/srv/out/new", { reports, fetches }, { signed: true });

  expect(bootResult.parse(bootResult.serialize(result), "boot.json")).toMatchObject({
    composeId: "new",
    directory: "/srv/out/new",
    checksum: to.commit.checksum,
    kernel: "6.12-new",
    seconds: 42,
    upgrade: {
      fromComposeId: "old",
      fromChecksum: from.commit.checksum,
      deltaParts: 2,
      bytes: 5000,
      signed: true,
    },
    files: { log: `${logs}/console-2.log` },
  });
  expect(result.checks.map(({ id, title }) => [id, title])).toEqual([
    ["before:a", "before: the rule a"],
    ["after:b", "after: the rule b"],
    ["rolled-back:c", "rolled back: the rule c"],
    ["delta", "the upgrade used the static delta"],
  ]);
});

test.each([
  ["without parts of a delta", { ...fetches, deltaParts: 0 }],
  ["with loose objects", { ...fetches, looseObjects: 1 }],
])("an upgrade that came %s has failed, with where to look", (_, fetched) => {
  expect(() =>
    upgradeResult(upgrade, "/srv/out/new", { reports, fetches: fetched }, { signed: true }),
  ).toThrow(
    expect.objectContaining({
      code: "boot-failed",
      hint: expect.stringContaining(`${upgrade.logs}/boots.log`),
    }),
  );
});
