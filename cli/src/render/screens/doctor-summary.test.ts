import type { DoctorReport } from "@debootc/core/doctor/doctor-report";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { doctorStatus, doctorSummary } from "./doctor-summary.ts";

type Finding = DoctorReport["findings"][number];

const fine: Finding = { id: "mmdebstrap", state: "ok", title: "mmdebstrap", detail: "1.5.7" };
const lacking: Finding = {
  id: "skopeo",
  state: "lacking",
  title: "skopeo",
  hint: "Run: apt-get install skopeo",
};
const left: Finding = {
  id: "mount",
  state: "left-over",
  title: "mount /var/tmp/x",
  detail: "of a run that is gone",
};
const show = (...findings: Finding[]) => doctorSummary({ findings }, canvasOf(recordedScreen()));

describe("doctor", () => {
  test("a machine that lacks nothing can compose", () => {
    expect(show(fine)).toBe("\n  ✔ mmdebstrap  1.5.7\n\n  This machine can compose.\n\n");
    expect(doctorStatus({ findings: [fine] })).toBe(0);
  });

  test("what is lacking is shown with what to do, and ends as a compose would", () => {
    expect(show(fine, lacking)).toContain("  ✖ skopeo\n      Run: apt-get install skopeo\n");
    expect(show(lacking)).toContain("1 thing missing.");
    expect(doctorStatus({ findings: [fine, lacking] })).toBe(90);
    expect(doctorStatus({ findings: [{ ...lacking, code: "isolation-unavailable" }] })).toBe(80);
  });

  test("what a crash left hinders nothing, and the command that removes it is named", () => {
    expect(show(left)).toContain("1 thing left by a crash: bin/debootc doctor --fix");
    expect(doctorStatus({ findings: [left] })).toBe(0);
  });

  test("what was removed is good", () => {
    expect(show({ ...left, state: "removed" })).toContain("  ✔ mount /var/tmp/x  removed\n");
  });
});
