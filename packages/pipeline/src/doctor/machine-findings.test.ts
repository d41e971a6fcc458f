import { doctorReport } from "@debootc/core/doctor/doctor-report";
import { describe, expect, test } from "vitest";
import { judgeCgroups } from "./cgroup-finding.ts";
import { judgeKvm } from "./kvm-finding.ts";
import { judgeMemory } from "./memory-finding.ts";
import { judgeSandbox } from "./sandbox-finding.ts";
import { judgeSpace, type Room } from "./space-finding.ts";
import { isAtLeast, judgeTool, parseVersion } from "./tool-findings.ts";

describe("programs", () => {
  test("a missing program names its Debian package", () => {
    expect(judgeTool("bwrap", undefined, undefined)).toMatchObject({
      state: "lacking",
      code: "tool-missing",
      hint: expect.stringContaining("apt-get install bubblewrap"),
    });
  });

  test("nobody is told to install sudo with sudo", () => {
    expect(judgeTool("sudo", undefined, undefined).hint).toContain("as root");
  });

  test("a program whose version does not matter is only present or missing", () => {
    expect(judgeTool("tar", "/usr/bin/tar", undefined)).toMatchObject({
      state: "ok",
      detail: "/usr/bin/tar",
    });
  });

  test.each([
    ["mmdebstrap", "mmdebstrap 1.3.5\n", "ok"],
    ["mmdebstrap", "mmdebstrap 1.10.0\n", "ok"],
    ["mmdebstrap", "mmdebstrap 0.8.6\n", "lacking"],
    ["ostree", "libostree:\n Version: '2025.2'\n Git: 1\n", "ok"],
    ["ostree", "libostree:\n Version: '2020.8'\n", "lacking"],
    ["bwrap", "", "lacking"],
  ])("%s that says %j is %s", (tool, text, state) => {
    expect(judgeTool(tool, `/usr/bin/${tool}`, text).state).toBe(state);
  });

  test("versions are compared by number", () => {
    expect([isAtLeast("1.10", "1.9"), isAtLeast("1", "1.0.0"), isAtLeast("1.9.9", "2.0")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(parseVersion("no number")).toBeUndefined();
  });
});

describe("the sandbox", () => {
  test("a trial that fails says what bwrap said", () => {
    const reason = "bwrap: No permissions to create new namespace";
    expect(judgeSandbox({ outcome: "failed", reason })).toMatchObject({
      state: "lacking",
      detail: reason,
      code: "isolation-unavailable",
    });
  });

  test("a trial that could not be made is not held against the machine", () => {
    expect(judgeSandbox({ outcome: "not-tried" })).toMatchObject({
      state: "ok",
      hint: expect.stringContaining("sudo"),
    });
  });
});

describe("space", () => {
  const place = { id: "space:cache", title: "cache directory", path: "/srv/cache" };
  const gibibyte = 1024 ** 3;
  const room: Room = {
    freeBytes: 50 * gibibyte,
    freeInodes: 1_000_000,
    isWritable: true,
    isExecutable: true,
  };

  test.each<[string, Partial<Room>, string]>([
    ["plenty", {}, "ok"],
    ["a file system that does not count inodes", { freeInodes: undefined }, "ok"],
    ["few bytes", { freeBytes: gibibyte }, "lacking"],
    ["few inodes", { freeInodes: 500 }, "lacking"],
    ["no right to write", { isWritable: false }, "lacking"],
    ["noexec", { isExecutable: false }, "lacking"],
  ])("%s: %o is %s", (_what, change, state) => {
    expect(judgeSpace(place, { ...room, ...change })).toMatchObject({
      state,
      detail: expect.stringContaining("/srv/cache"),
    });
  });

  test("enough for a small tree only comes with a hint", () => {
    expect(judgeSpace(place, { ...room, freeBytes: 3 * gibibyte })).toMatchObject({
      state: "ok",
      detail: "3.0 GiB free in /srv/cache",
      hint: expect.stringContaining("large one"),
    });
  });
});

describe("memory and KVM", () => {
  const meminfo = (available: number) =>
    `MemTotal:        8000000 kB\nMemAvailable:    ${available} kB\nSwapFree:          1024 kB\n`;

  test("little memory gives a hint but is never lacking", () => {
    expect(judgeMemory(meminfo(512_000))).toMatchObject({
      state: "ok",
      hint: expect.stringContaining("2048 MiB"),
    });
    expect(judgeMemory(meminfo(4_000_000)).hint).toBeUndefined();
  });

  test("swap counts as memory", () => {
    expect(judgeMemory(meminfo(1024)).detail).toBe("2 MiB available with swap, of 7812 MiB");
  });

  test("missing KVM is only information", () => {
    for (const kvm of ["untried", "absent", "forbidden"] as const) expect(judgeKvm(kvm).state).toBe("ok");
  });

  test("of KVM it is said what a boot will do, by the trial that a boot makes", () => {
    const said = (works: boolean, reason: string) => judgeKvm({ works, tried: true, reason }).detail;

    expect(said(true, "a trial kernel ran under KVM")).toMatch(/^a trial kernel ran .* boot and run use it$/);
    expect(said(false, "a trial kernel failed")).toMatch(/emulate, which is slower: a trial kernel failed$/);
  });
});

test("findings fit the report", () => {
  const findings = [judgeKvm("absent"), judgeTool("tar", undefined, undefined), judgeMemory("")];
  expect(doctorReport.schema.safeParse({ findings }).success).toBe(true);
});

test.each([
  [{ layout: { version: 1, parents: { memory: "/m", pids: "/p" } } }, "control groups of version 1"],
  [{ layout: { version: 2, parents: { pids: "/p" } } }, "control groups of version 2, but not for memory"],
  [
    { layout: undefined, reason: "no control groups are mounted" },
    "none by control groups: no control groups are mounted",
  ],
] as const)("limits that cannot be kept are told, and lack nothing: %o", (probe, detail) => {
  expect(judgeCgroups(probe)).toMatchObject({ state: "ok", detail });
});
