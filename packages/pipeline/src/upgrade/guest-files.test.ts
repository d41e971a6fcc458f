import { upgradeRules } from "@debootc/core/upgrade/evaluate-upgrade";
import { run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import { guestFiles } from "./guest-files.ts";

const address = "http://10.0.2.2:4711";
const place = "/var/lib/debootc-probe";
const signed = await guestFiles({ address, remote: { name: "debian", signed: true } });
const unsigned = await guestFiles({ address, remote: { name: "ours", signed: false } });

describe("what is laid over the system", () => {
  test("is below /etc and /var alone", () => {
    for (const path of Object.keys(unsigned)) expect(path).toMatch(/^\/(etc|var)\//);
  });

  test("has the probe, the script of each boot, the unit that starts it and what wants that", () => {
    expect(Object.keys(signed)).toEqual([
      `${place}/probe.sh`,
      `${place}/settings.sh`,
      `${place}/boot-1.sh`,
      `${place}/boot-2.sh`,
      `${place}/boot-3.sh`,
      "/etc/systemd/system/debootc-probe.service",
      "/etc/systemd/system/multi-user.target.d/10-debootc-probe.conf",
    ]);
    expect(signed["/etc/systemd/system/debootc-probe.service"]).toContain(`${place}/probe.sh`);
  });

  test("names the address and the remote for the scripts", async () => {
    const { stdout } = await run({
      tool: "sh",
      args: ["-c", `${signed[`${place}/settings.sh`]}\nprintf '%s %s' "$address" "$remote"`],
    });

    expect(stdout).toBe(`${address} debian`);
  });

  test("configures a remote without signatures only where the tree brings none", () => {
    expect(Object.keys(signed).filter((path) => path.includes("remotes.d"))).toEqual([]);
    expect(unsigned["/etc/ostree/remotes.d/ours.conf"]).toBe(
      `[remote "ours"]\nurl=${address}\ngpg-verify=false\n`,
    );
  });

  test("is shell that can be read", async () => {
    const scripts = Object.entries(signed).filter(([path]) => path.endsWith(".sh"));
    const outcomes = await Promise.all(
      scripts.map(async ([, text]) => await run({ tool: "sh", args: ["-n"], input: text, accept: "all" })),
    );

    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
  });
});

/** Facts that a script tells, by name; `upgrade NAME` of boot-1.sh tells two. */
function toldBy(script: string): string[] {
  const probe = signed[`${place}/probe.sh`] ?? "";
  const kept = /^tell_kept\(\) \{\n([^}]*)\}/m.exec(probe)?.[1] ?? "";
  const text = script.replace(/^tell_kept$/m, kept);
  const said = [...text.matchAll(/^ *say ([a-z-]+) /gm)].map(([, name = ""]) => name);
  const upgrades = [...text.matchAll(/^ *upgrade ([a-z]+)$/gm)].map(([, name = ""]) => name);
  return [...said, ...upgrades.flatMap((name) => [`${name}-status`, `${name}-output`])];
}

test.each([1, 2, 3])("the script of boot %i tells all that the rules of that boot look at", (number) => {
  const facts = new Map(
    toldBy(signed[`${place}/boot-${number}.sh`] ?? "").map((name) => [name, `told ${name}`]),
  );

  const rules = upgradeRules[number - 1]?.(facts) ?? [];

  expect(rules.length).toBeGreaterThan(0);
  expect(rules.map(({ id, found }) => [id, found])).toEqual(
    rules.map(({ id }) => [id, expect.stringContaining("told ")]),
  );
});

test("the forged upgrade is offered before the genuine one, and the host goes back only in the second boot", () => {
  const [first = "", second = "", third = ""] = [1, 2, 3].map((n) => signed[`${place}/boot-${n}.sh`]);

  expect([...first.matchAll(/^ *offer (\w+)$/gm)].map(([, name]) => name)).toEqual(["forged", "repo"]);
  expect([first, second, third].map((text) => text.includes("set-default"))).toEqual([false, true, false]);
});
