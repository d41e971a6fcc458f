import { describe, expect, test } from "vitest";
import { upgradeRules } from "./evaluate-upgrade.ts";

const kept = { "etc-kept": "yes", "var-kept": "yes", "account-kept": "yes" };
const good = [
  {
    "forged-status": "1",
    "forged-output": "error: Can't check signature: public key not found",
    "forged-deployments": "1",
    "genuine-status": "0",
  },
  { ...kept, "accounts-missing": "", "groups-missing": "", "rollback-status": "0" },
  { ...kept, "etc-of-the-other": "no" },
];

function broken(boot: number, changes: Readonly<Record<string, string>>): string[] {
  const facts = new Map(Object.entries({ ...good[boot], ...changes }));
  const rules = upgradeRules[boot]?.(facts) ?? [];
  return rules.filter(({ passed }) => !passed).map(({ id }) => id);
}

describe("the rules of an upgrade", () => {
  test.each([0, 1, 2])("boot %i keeps all rules if all went well", (boot) => {
    expect(broken(boot, {})).toEqual([]);
  });

  test.each([
    [0, { "forged-status": "0" }, ["forged-refused"]],
    [0, { "forged-output": "error: no space left on device" }, ["forged-refused"]],
    [0, { "forged-deployments": "2" }, ["forged-left"]],
    [0, { "genuine-status": "1" }, ["upgrade"]],
    [1, { "etc-kept": "no" }, ["etc-kept"]],
    [1, { "accounts-missing": "_chrony " }, ["accounts"]],
    [1, { "rollback-status": "1" }, ["rollback"]],
    [2, { "var-kept": "no" }, ["var-kept"]],
    [2, { "etc-of-the-other": "yes" }, ["own-etc"]],
  ])("boot %i with %j breaks %j", (boot, changes, rules) => {
    expect(broken(boot, changes as Record<string, string>)).toEqual(rules);
  });

  test("a missing fact breaks its rule", () => {
    expect(upgradeRules.map((rules) => rules(new Map()).some(({ passed }) => passed))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("a tree without keys does not have to refuse anything", () => {
    const facts = new Map([["genuine-status", "0"]]);

    expect(upgradeRules[0]?.(facts).map(({ id }) => id)).toEqual(["upgrade"]);
  });
});
