import { describe, expect, test } from "vitest";
import { evaluateBoot } from "./evaluate-boot.ts";
import { checksum, probeOutput } from "./guest-story.fixture.ts";
import { parseProbeOutput } from "./probe-facts.ts";

const expected = { checksum, packageCount: 187 };

function broken(changed: Readonly<Record<string, string>>, further = "") {
  const facts = parseProbeOutput(probeOutput(changed) + further);
  return evaluateBoot(facts, expected)
    .filter(({ passed }) => !passed)
    .map(({ id, found }) => `${id}: ${found}`);
}

describe("the rules of a booted system", () => {
  test("are all kept by a good system", () => {
    const rules = evaluateBoot(parseProbeOutput(probeOutput()), expected);

    expect(rules.map(({ id }) => id)).toEqual([
      "units",
      "deployment",
      "ostree-status",
      "usr",
      "sysroot",
      "etc",
      "var",
      "machine-id",
      "packages",
    ]);
    expect(rules.every(({ passed }) => passed)).toBe(true);
  });

  test.each<[string, Record<string, string>, string]>([
    ["a degraded state", { state: "degraded" }, "units: degraded"],
    ["another deployment", { deployment: `${"0".repeat(64)}.0` }, `deployment: ${"0".repeat(64)}`],
    [
      "another opinion of ostree",
      { "ostree-status": `${"1".repeat(64)}.1` },
      `ostree-status: ${"1".repeat(64)}`,
    ],
    [
      "a root that is not composefs where it should be",
      { composefs: "ext4 of /dev/vda2" },
      "composefs: ext4 of /dev/vda2",
    ],
    ["a writable /usr", { "writable-/usr": "yes" }, "usr: writable"],
    ["a writable /sysroot", { "writable-/sysroot": "yes" }, "sysroot: writable"],
    ["a read-only /etc", { "writable-/etc": "no" }, "etc: read-only"],
    ["a read-only /var", { "writable-/var": "no" }, "var: read-only"],
    ["an id in memory alone", { "machine-id": "not saved" }, "machine-id: not saved"],
    [
      "another id at each boot",
      { "machine-id": "another than at the last boot" },
      "machine-id: another than at the last boot",
    ],
    ["a package less", { packages: "186" }, "packages: 186 packages"],
    ["a fact that is missing", { "writable-/usr": "" }, "usr: not reported"],
    ["no state", { state: "" }, "units: not reported"],
    ["no deployment", { deployment: "" }, "deployment: not reported"],
  ])("%s breaks one", (_, changed, finding) => {
    expect(broken(changed)).toEqual([finding]);
  });

  test("are broken by a unit that restarts forever, although the state is running", () => {
    const unit = `${JSON.stringify({ fact: "failed-unit", value: "a.service", journal: "tried\nexit status 3" })}\n`;

    expect(broken({}, unit)).toEqual(["units: running; a.service failed: exit status 3"]);
  });

  test("do not require a tree without the ostree program to name its deployment twice", () => {
    expect(broken({ "ostree-status": "" })).toEqual([]);
  });
});
