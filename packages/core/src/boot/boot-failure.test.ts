import { describe, expect, test } from "vitest";
import { refuseBrokenRules, refuseUntoldBoot } from "./boot-failure.ts";
import { checksum, guestStory, probeOutput } from "./guest-story.fixture.ts";
import type { GuestStory } from "./guest-story.ts";
import { parseProbeOutput } from "./probe-facts.ts";
import { reportBoot } from "./report-boot.ts";

const early = parseProbeOutput("");
const waiting = parseProbeOutput(
  '{"fact":"start","value":"1"}\n{"fact":"waiting","value":"slow.service other.service"}\n',
);

const panic = { what: "the kernel panicked", hint: "", line: "localhost login:" };

describe("a boot whose probe did not finish", () => {
  test.each<[string, Partial<GuestStory>, string]>([
    [
      "by its trouble",
      { ending: "trouble", facts: early, trouble: panic },
      "the system did not boot: the kernel panicked",
    ],
    [
      "by its trouble, even if the machine ended with it",
      { ending: "off", facts: early, trouble: panic },
      "the system did not boot: the kernel panicked",
    ],
    [
      "as not up in time",
      { ending: "timed-out", facts: early },
      "the system did not boot: it was not up after 600 s",
    ],
    [
      "with the units it still waited for",
      { ending: "timed-out", facts: waiting },
      "the system did not boot: it was not up after 600 s, still starting slow.service, other.service",
    ],
    [
      "as hanging",
      { ending: "silent", facts: early },
      "the system did not boot: it hangs: it was silent for 240 s",
    ],
    [
      "as switched off before the probe",
      { ending: "off", facts: early },
      "the system did not boot: the machine switched itself off before the probe in it had started",
    ],
    [
      "as switched off under the probe",
      { ending: "off", facts: waiting },
      "the system did not boot: the machine switched itself off before the probe in it had finished",
    ],
  ])("is explained %s", (_, changed, message) => {
    const refuse = () => refuseUntoldBoot(guestStory(changed), "/logs/console.log");

    expect(refuse).toThrow(
      expect.objectContaining({
        code: "boot-failed",
        message: `${message}\n  [  OK  ] Reached target graphical.target.\n  localhost login:`,
        hint: expect.stringContaining("/logs/console.log"),
      }),
    );
  });

  test("whose console stayed empty says so", () => {
    const story = guestStory({ ending: "silent", facts: early, lastLines: [] });

    expect(() => refuseUntoldBoot(story, "/c")).toThrow(/its console stayed empty/);
  });

  test("shows the console around its trouble rather than its end", () => {
    const lines = (name: string) => Array.from({ length: 15 }, (_, index) => `${name} ${index}`);
    const lastLines = [...lines("before"), "localhost login:", ...lines("after")];
    const story = guestStory({ ending: "trouble", facts: early, trouble: panic, lastLines });

    expect(() => refuseUntoldBoot(story, "/c")).toThrow(
      /panicked\n {2}before 7\n[^]*before 14\n {2}localhost login:\n[^]*after 5$/,
    );
  });

  test("whose probe finished is not refused", () => {
    expect(() => refuseUntoldBoot(guestStory(), "/c")).not.toThrow();
  });
});

describe("a system that came up", () => {
  const refuse = (story: GuestStory) => () => {
    const report = reportBoot(
      story,
      { checksum, packageCount: 187 },
      { accelerator: "tcg", memoryMiB: 2048 },
    );
    refuseBrokenRules(report, story, "/logs/console.log");
  };

  test("is accepted when it keeps every rule", () => {
    expect(refuse(guestStory())).not.toThrow();
  });

  test("is refused with a finding for each broken rule and each failed unit", () => {
    const unit = `${JSON.stringify({ fact: "failed-unit", value: "a.service", journal: "one\ntwo" })}\n`;
    const facts = parseProbeOutput(probeOutput({ state: "degraded", packages: "1" }) + unit);

    const failureLines = ["[FAILED] Failed to start a.service - A."];

    expect(refuse(guestStory({ facts, failureLines }))).toThrow(
      expect.objectContaining({
        code: "boot-failed",
        message: expect.stringContaining(
          "broke 2 of 10 rules: the system is up and no unit failed, dpkg lists every package\n  [FAILED] Failed to start a.service - A.",
        ),
        diagnostics: [
          expect.objectContaining({ given: "degraded; a.service failed: two", allowed: "running" }),
          expect.objectContaining({ given: "1 packages", allowed: "187 packages" }),
          expect.objectContaining({ message: "a.service failed", excerpt: "  | one\n  | two" }),
        ],
      }),
    );
  });

  test("is refused when it cannot power off", () => {
    expect(refuse(guestStory({ ending: "not-off" }))).toThrow(
      expect.objectContaining({
        diagnostics: [expect.objectContaining({ given: "still on after 120 s", allowed: "off" })],
      }),
    );
  });

  test("is refused when its kernel panics on the way to power-off", () => {
    expect(refuse(guestStory({ trouble: panic }))).toThrow(
      expect.objectContaining({ diagnostics: [expect.objectContaining({ given: "the kernel panicked" })] }),
    );
  });
});
