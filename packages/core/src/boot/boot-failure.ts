import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import type { BootReport } from "./boot-report.ts";
import type { GuestStory } from "./guest-story.ts";

/** Refuses a guest that ended before the probe in it had told all. */
export function refuseUntoldBoot(story: GuestStory, logFile: string): void {
  if (story.facts.ended) return;
  const { what, hint } = explain(story);
  throw new DebootcError("boot-failed", `the system did not boot: ${what}${consoleTail(story)}`, {
    hint: `${hint} The whole console is in ${logFile}`,
  });
}

/** Refuses a system that came up but broke a rule: a finding for each, with what was expected and found. */
export function refuseBrokenRules(report: BootReport, story: GuestStory, logFile: string): void {
  const broken = report.checks.filter(({ passed }) => !passed);
  if (broken.length === 0) return;
  // The last lines of a console whose system came up tell of its power-off.
  const said = story.failureLines.slice(-12).map((line) => `\n  ${line}`);
  const count = `${broken.length} of ${report.checks.length}`;
  throw new DebootcError(
    "boot-failed",
    `the system came up, but not as it must: ${count} rules are broken: ${broken.map(({ title }) => title).join(", ")}${said.join("")}`,
    {
      diagnostics: [
        ...broken.map(
          ({ title, expected, found }): Diagnostic => ({
            severity: "error",
            code: "boot-failed",
            message: `not so: ${title}`,
            given: found,
            allowed: expected,
          }),
        ),
        ...report.failedUnits.map(
          ({ unit, journal }): Diagnostic => ({
            severity: "error",
            code: "boot-failed",
            message: `${unit} failed`,
            ...(journal.length === 0 ? {} : { excerpt: journal.map((line) => `  | ${line}`).join("\n") }),
          }),
        ),
      ],
      hint: `The whole console is in ${logFile}`,
    },
  );
}

interface Explanation {
  readonly what: string;
  readonly hint: string;
}

function explain({ ending, facts, trouble, patience }: GuestStory): Explanation {
  if (trouble) return trouble;
  const waiting = facts.waitingFor.length === 0 ? "" : `, still starting ${facts.waitingFor.join(", ")}`;
  if (ending === "timed-out") {
    return {
      what: `it was not up after ${patience.total} s${waiting}`,
      hint: "Allow more time with --timeout, or look at what takes so long.",
    };
  }
  if (ending === "silent") {
    return {
      what: `it hangs: nothing was heard of it for ${patience.silence} s${waiting}`,
      hint: "The last lines of its console tell how far it came.",
    };
  }
  const reached = facts.started
    ? "before the probe in it had told all"
    : "before the probe in it had started";
  return {
    what: `the machine switched itself off ${reached}`,
    hint: "A unit of the tree may power off or reboot the system, or a watchdog may have done so.",
  };
}

function consoleTail({ lastLines, trouble }: GuestStory): string {
  const place = trouble === undefined ? -1 : lastLines.lastIndexOf(trouble.line);
  const lines = place < 0 ? lastLines.slice(-12) : lastLines.slice(Math.max(0, place - 8), place + 7);
  return lines.length === 0 ? "; its console stayed empty" : `\n  ${lines.join("\n  ")}`;
}
