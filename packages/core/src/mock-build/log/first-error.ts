import type { BuildLogError } from "../records/build-log-error.ts";
import { explainMissing } from "./explain-missing.ts";
import { type LogCandidate, type LogLine, candidateOf, followCandidate } from "./log-candidate.ts";
import { type LogConsequence, consequenceIn } from "./log-consequence.ts";
import { logDirectory } from "./log-directory.ts";
import type { LogRule } from "./rules/log-rule.ts";
import { buildToolRules } from "./rules/build-tool-rules.ts";
import { compilerRules } from "./rules/compiler-rules.ts";
import { debianRules } from "./rules/debian-rules.ts";
import { languageRules } from "./rules/language-rules.ts";
import { machineRules } from "./rules/machine-rules.ts";
import { testRules } from "./rules/test-rules.ts";

/** Reads a build log line by line, keeping only what may be reported. */
interface FirstErrorFinder {
  /** Reads one line, without its end. */
  readonly line: (text: string) => void;
  /** Returns the first real error that was read; undefined when nothing looks like one. */
  readonly end: () => BuildLogError | undefined;
}

/**
 * Finds the error that made a build fail. A log is read in steps that each begin with a call of a debhelper program;
 * the output of a step that did not end the build is discarded. Within the last step, a tool's own form of an error
 * counts more than a line that only looks like one, and the first one counts, up to the line that reports the failure.
 * `buildPath` is removed from paths.
 */
export function firstErrorFinder(buildPath?: string): FirstErrorFinder {
  const directories = logDirectory();
  const recent: LogLine[] = [];
  let step = newStep();
  let before: Step | undefined;
  let following: { candidate: LogCandidate; rule: LogRule | undefined }[] = [];
  let logLine = 0;

  const begin = (candidate: LogCandidate, rule?: LogRule) => {
    following.push({ candidate, rule });
    return candidate;
  };

  const read = (text: string) => {
    const now: LogLine = { logLine: ++logLine, text: plainText(text, buildPath) };
    following = following.filter(({ candidate, rule }) => followCandidate(candidate, rule, now));
    directories.line(now.text);
    if (stepBegin.test(now.text)) {
      if (isTelling(step)) before = step;
      step = newStep(testStep.test(now.text));
    } else if (mayTell.test(now.text) && !noise.test(now.text)) {
      judge(now);
    }
    recent.push(now);
    if (recent.length > 40) recent.shift();
  };

  const judge = (now: LogLine) => {
    const consequence = consequenceIn(now.text);
    if (consequence !== undefined) {
      if (!consequence.final) return;
      step.ended ??= {
        consequence,
        candidate: begin(reportOf(consequence, now, recent, directories.current())),
      };
      return;
    }
    if (step.ended !== undefined && step.candidates.some(({ weight }) => weight >= 2)) return;
    for (const rule of rules) {
      const groups = rule.pattern.exec(now.text)?.groups;
      if (groups === undefined && !rule.pattern.test(now.text)) continue;
      add(step, begin(candidateOf(rule, groups ?? {}, now, recent, directories.current()), rule));
      return;
    }
  };

  const end = () => {
    const last =
      step.ended !== undefined || step.candidates.some(({ weight }) => weight >= 3) ? step : before;
    const failed = last ?? step;
    const chosen = choose(failed);
    return chosen === undefined ? undefined : errorOf(chosen, failed.isOfTests || hasFailedTests(failed));
  };
  return { line: read, end };
}

/** Returns the first real error of a whole log; undefined when nothing in it looks like one. */
export function firstErrorOf(lines: Iterable<string>, buildPath?: string): BuildLogError | undefined {
  const finder = firstErrorFinder(buildPath);
  for (const line of lines) finder.line(line);
  return finder.end();
}

// Special forms come first, because the first rule that matches a line counts.
const rules: readonly LogRule[] = [
  ...machineRules.filter(({ weight }) => weight === 4),
  ...testRules,
  ...debianRules,
  ...languageRules.filter(({ kind }) => kind === "missing-module"),
  ...compilerRules,
  ...buildToolRules,
  ...languageRules.filter(({ kind }) => kind !== "missing-module"),
  ...machineRules.filter(({ weight }) => weight < 4),
];

/** A cheap test before all the rules: most lines of a log match none of these. */
const mayTell =
  /error|fail|fatal|cannot|can't|can’t|no such|no space|not found|undefined|multiple definition|traceback|panic|\*\*\*|not ok|assert|denied|abort|killed|fault|memory|memoryerror|bad_alloc|e: |^e  |exception|timeout|unmet|missing|resolve|resolution|unreachable|not known|\.go:\d|dsop? missing|recompile|does not apply|not remade|stop|^!|at \S+ line \d|cannot find|rspec |disappeared|not in std|directory|network|disk quota|unexpectedpass|characters|sigkill|symbols/i;

const noise =
  /^(?:checking |-- (?!Configuring incomplete)|\s*(?:\S*\/)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ccache|[a-z0-9_]+-linux-gnu-\S+|rustc|libtool:)\s+(?!error)(?:\S+ )*-|\/bin\/(?:ba)?sh (?:\S*\/)?libtool|libtool: |config\.status: |make(?:\[\d+\])?: (?:Entering|Leaving) directory |(?!dh_|dpkg-).{0,200}: warning: )/;

/** dh indents the commands that it calls by three spaces; make does not. */
const stepBegin = /^(?: {3})?(?:dh_\w+|debian\/rules)(?: |$)/;

/** The step that runs the tests of a package; rules may call it in a target of their own. */
const testStep = /^(?: {3})?(?:dh_auto_test|debian\/rules \S*dh_auto_test)(?: |$)/;

function hasFailedTests({ ended }: Step): boolean {
  return ended !== undefined && /\bdh_auto_test\b/.test(ended.consequence.text);
}

interface Step {
  readonly isOfTests: boolean;
  /** The first candidate of each weight from 3 on; of the others, the first and the last ones. */
  readonly candidates: LogCandidate[];
  ended?: { readonly consequence: LogConsequence; readonly candidate: LogCandidate };
}

function newStep(isOfTests = false): Step {
  return { candidates: [], isOfTests };
}

function isTelling({ candidates, ended }: Step): boolean {
  return ended !== undefined || candidates.length > 0;
}

const mostWeak = 40;

function add({ candidates }: Step, candidate: LogCandidate): void {
  if (candidate.weight >= 3 && candidate.kind !== "missing-command") {
    if (candidates.some(({ weight, kind }) => weight === candidate.weight && kind !== "missing-command"))
      return;
  } else if (candidates.length > mostWeak) {
    const oldest = candidates.findIndex(({ weight }, index) => index > 0 && weight < 3);
    if (oldest !== -1) candidates.splice(oldest, 1);
  }
  candidates.push(candidate);
}

/** Within this many lines before the report of a failure, a line that looks like an error is probably its cause. */
const nearby = 60;

function choose({ candidates, ended }: Step): LogCandidate | undefined {
  if (ended?.consequence.exitStatus === 127) {
    const missing = candidates.findLast(({ kind }) => kind === "missing-command");
    if (missing !== undefined) return missing;
  }
  const from = (ended?.candidate.logLine ?? 0) - nearby;
  const near = candidates.filter(({ weight, logLine }) => weight >= 3 || logLine >= from);
  for (const pool of [near, candidates]) {
    const greatest = Math.max(...pool.map(({ weight }) => weight));
    const first = pool.find(({ weight }) => weight === greatest);
    if (first !== undefined && (first.weight > 1 || ended === undefined || first.logLine >= from))
      return first;
  }
  return ended?.candidate;
}

function reportOf(
  { file, line }: LogConsequence,
  now: LogLine,
  recent: readonly LogLine[],
  directory: string | undefined,
): LogCandidate {
  const rule: LogRule = { kind: "unknown", weight: 1, pattern: /./ };
  return candidateOf(rule, { file, line: line?.toString() }, now, recent, directory);
}

const testsFailed = "The tests failed, which dh_auto_test ran. --profiles nocheck builds without them.";

function errorOf(
  { weight: _weight, isTextTold: _told, kind, directory, ...candidate }: LogCandidate,
  isOfTests: boolean,
): BuildLogError {
  const isTestFailure = isOfTests && (kind === "unknown" || kind === "test");
  const explained =
    explainMissing(candidate.text, kind) ??
    (isTestFailure ? { kind: "test" as const, hint: testsFailed } : undefined);
  return {
    ...candidate,
    kind: explained?.kind ?? kind,
    ...(directory === undefined || candidate.file === undefined || candidate.file.startsWith("/")
      ? {}
      : { directory }),
    ...(explained?.hint === undefined ? {} : { hint: explained.hint }),
  };
}

/** Longer lines are data, not messages. */
const longestLine = 2000;

function plainText(text: string, buildPath: string | undefined): string {
  const visible = text
    .slice(0, longestLine)
    .replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007/g, "")
    .replace(/\r+$/, "")
    .replace(/^.*\r/, "")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .trimEnd();
  return buildPath === undefined ? visible : visible.replaceAll(`${buildPath}/`, "");
}
