import { describe, expect, test } from "vitest";
import { closestUnit } from "./closest-unit.ts";
import { contradictingUnits } from "./contradicting-units.ts";
import { parseUnitFile, wordsOfUnit } from "./unit-file.ts";

describe("a unit file", () => {
  test("adds up repeated keys, continues after a backslash, and cancels them all with an empty value", () => {
    const text =
      "# [No]\n[Unit]\nConflicts=a.service \\\n  b.service\n;x\nConflicts=c.service\nAfter=x\nAfter=\n[Install]\n";
    const file = parseUnitFile(text);

    expect(wordsOfUnit(file, "Unit", "Conflicts")).toEqual(["a.service", "b.service", "c.service"]);
    expect(wordsOfUnit(file, "Unit", "After")).toEqual([]);
    expect([...file.keys()]).toEqual(["Unit", "Install"]);
  });
});

describe("a mistyped unit", () => {
  const known = [
    "ssh.service",
    "ssh.socket",
    "dbus.service",
    "getty@.service",
    "systemd-networkd.service",
    "cron.service",
  ];

  test.each([
    ["sshd.service", "ssh.service"],
    ["ssh.timer", "ssh.service"],
    ["systemd-network.service", "systemd-networkd.service"],
    ["gety@tty1.service", "getty@.service"],
    ["corn.service", "cron.service"],
    ["app.service", undefined],
    ["nginx.service", undefined],
    ["db.service", undefined],
    ["a.service", undefined],
  ])("%s means %s", (unit, meant) => {
    expect(closestUnit(unit, known)).toBe(meant);
  });
});

describe("units contradict each other", () => {
  const unit = (name: string, text: string) => ({ name, text });
  const why = (...units: { name: string; text: string }[]) => contradictingUnits(units).map((one) => one.why);

  test("when one stops the other, whichever says so", () => {
    const chrony = unit("chrony.service", "[Unit]\nConflicts=ntp.service openntpd.service\n");
    const ntp = unit("ntp.service", "[Unit]\n");

    expect(why(chrony, ntp)).toEqual(["chrony.service stops it (Conflicts=)"]);
    expect(why(ntp, chrony)).toEqual(["it stops ntp.service (Conflicts=)"]);
  });

  test("when both claim the same name", () => {
    const manager = (name: string) => unit(name, "[Install]\nAlias=display-manager.service\n");

    expect(why(manager("gdm.service"), manager("sddm.service"))).toEqual([
      "both it and gdm.service claim the name display-manager.service (Alias=)",
    ]);
    expect(why(manager("gdm.service"), unit("cron.service", "[Install]\nAlias=crond.service\n"))).toEqual([]);
  });
});
