import { describe, expect, test } from "vitest";
import { closestUnit } from "./closest-unit.ts";
import { contradictingUnits } from "./contradicting-units.ts";
import { generatedUnits } from "./generated-units.ts";
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

describe("generators make", () => {
  const units = (path: string, text?: string) => generatedUnits(path, text)?.units;

  test.each([
    ["/etc/containers/systemd/web.container", "web.service"],
    ["/usr/share/containers/systemd/sub/web.kube", "web.service"],
    ["/etc/containers/systemd/data.volume", "data-volume.service"],
    ["/etc/containers/systemd/lan.network", "lan-network.service"],
    ["/etc/containers/systemd/all.pod", "all-pod.service"],
    ["/etc/containers/systemd/web@.container", "web@.service"],
    ["/etc/containers/systemd/web@a.container", "web@a.service"],
    ["/etc/init.d/legacy", "legacy.service"],
  ])("of %s %s", (path, unit) => {
    expect(units(path)).toEqual([unit]);
  });

  test("of a quadlet what it calls its service", () => {
    expect(units("/etc/containers/systemd/web.container", "[Container]\nServiceName=front\n")).toEqual([
      "front.service",
    ]);
  });

  test("of fstab its mounts and swap areas, by the names that systemd-escape gives them", () => {
    const text =
      "# /dev/a /no ext4\n/dev/vdb /srv/my-data//x ext4 defaults 0 2\n/dev/vdc none swap sw\nLABEL=r / ext4\n";

    expect(units("/etc/fstab", text)).toEqual(["srv-my\\x2ddata-x.mount", "dev-vdc.swap", "-.mount"]);
  });

  test.each([
    "/etc/containers/systemd/users/web.container",
    "/etc/containers/systemd/web.conf",
    "/etc/containers/systemd/web.constructor",
    "/usr/lib/systemd/system/web.service",
    "/etc/motd",
  ])("of %s nothing", (path) => {
    expect(units(path)).toBeUndefined();
  });
});
