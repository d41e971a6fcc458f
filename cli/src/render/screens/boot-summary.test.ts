import type { BootResult } from "@debootc/core/boot/boot-result";
import { expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { bootSummary } from "./boot-summary.ts";

const result: BootResult = {
  composeId: "debian-minimal-13-20261122.0",
  directory: "/home/me/out/debian-minimal-13-20261122.0",
  ref: "debian/13/amd64/minimal",
  checksum: "4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ffee4f2a9c1b03de5a77c0ff",
  kernel: "6.12.48+deb13-amd64",
  accelerator: "tcg",
  seconds: 93,
  checks: [
    { id: "units", title: "no unit failed", passed: true, detail: "87 units" },
    { id: "usr", title: "/usr is read-only", passed: true },
  ],
  files: { log: "/home/me/out/debian-minimal-13-20261122.0/logs/console.log", disk: "/home/me/out/disk.raw" },
};

test("says that the system is up, what was checked in it and where its console and disk are", () => {
  const lines = bootSummary(result, canvasOf(recordedScreen())).split("\n");

  expect(lines).toContain("  ✔ debian-minimal-13-20261122.0 boots: up after 1m 33s");
  expect(lines).toContain("    ✔ no unit failed  87 units");
  expect(lines).toContain("    ✔ /usr is read-only");
  expect(lines).toContain("    machine      emulated, without KVM");
  expect(lines).toContain("    console      out/debian-minimal-13-20261122.0/logs/console.log");
  expect(lines).toContain("    disk         out/disk.raw");
});
