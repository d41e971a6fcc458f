import { bootResult } from "@debootc/core/boot/boot-result";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { bootReportOf } from "./boot-report.fixture.ts";
import { bootResultOf } from "./boot-result-of.ts";

const compose = legOfCompose("one", { kernel: "of the compose" });
const booted = { compose, directory: "/srv/out/one", logs: "/srv/out/one/logs/boot" };

test("a result names the compose, and the kernel that really ran", () => {
  const result = bootResultOf(booted, bootReportOf("6.12-running", 40), undefined);

  expect(bootResult.parse(bootResult.serialize(result), "boot.json")).toEqual({
    composeId: "one",
    directory: "/srv/out/one",
    ref: compose.ref,
    checksum: compose.commit.checksum,
    kernel: "6.12-running",
    accelerator: "tcg",
    seconds: 40,
    checks: [{ id: "units", title: "the rule units", passed: true, detail: "found units" }],
    files: { log: "/srv/out/one/logs/boot/console.log" },
  });
});

test("a system that did not report when it was up took all of its time", () => {
  expect(bootResultOf(booted, bootReportOf("6.12", undefined), undefined).seconds).toBe(99);
});

test("a disk is named only when it was kept", () => {
  expect(bootResultOf(booted, bootReportOf("6.12", 40), "/kept/disk.raw").files).toEqual({
    log: "/srv/out/one/logs/boot/console.log",
    disk: "/kept/disk.raw",
  });
});
