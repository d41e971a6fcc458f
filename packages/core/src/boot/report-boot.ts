import type { BootReport, CheckedRule } from "./boot-report.ts";
import { type ExpectedSystem, evaluateBoot } from "./evaluate-boot.ts";
import type { GuestStory } from "./guest-story.ts";

type Machine = Pick<BootReport, "accelerator" | "memoryMiB">;

/** Makes the record of a system that came up, whether or not it kept all rules. */
export function reportBoot(
  story: GuestStory,
  expected: ExpectedSystem,
  machine: Machine,
  furtherRules: (facts: GuestStory["facts"]["values"]) => readonly CheckedRule[] = () => [],
): BootReport {
  const { values, failedUnits } = story.facts;
  const text = (fact: string) => values.get(fact) ?? "";
  const checks = [...evaluateBoot(story.facts, expected), ...furtherRules(values), powerOffRule(story)];
  const seconds = {
    total: rounded(story.seconds),
    ...secondsOf("up", values.get("finish-microseconds")),
    ...secondsOf("userspace", values.get("userspace-microseconds")),
  };
  return {
    passed: checks.every(({ passed }) => passed),
    checks,
    failedUnits: failedUnits.map(({ unit, journal }) => ({ unit, journal: [...journal] })),
    ...machine,
    seconds,
    system: {
      os: text("os"),
      osVersion: text("os-version"),
      kernel: text("kernel"),
      systemd: text("systemd"),
      addresses: text("addresses").split(" ").filter(Boolean),
      sshdListens: text("sshd-listens") === "yes",
    },
  };
}

function powerOffRule({ ending, trouble, patience }: GuestStory): CheckedRule {
  const found =
    ending === "off" && trouble === undefined
      ? "off"
      : (trouble?.what ?? `still on after ${patience.powerOff} s`);
  return { id: "power-off", title: "the system powers off", passed: found === "off", expected: "off", found };
}

function secondsOf(
  name: "up" | "userspace",
  microseconds: string | undefined,
): Partial<BootReport["seconds"]> {
  const value = Number(microseconds ?? 0);
  return value > 0 ? { [name]: rounded(value / 1e6) } : {};
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
