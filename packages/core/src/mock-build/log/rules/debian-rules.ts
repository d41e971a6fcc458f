import type { LogRule } from "./log-rule.ts";

/** debhelper, dpkg and patches. */
export const debianRules: readonly LogRule[] = [
  {
    // These are warnings by name; the error that follows only says that there were some.
    kind: "install",
    weight: 3,
    pattern:
      /^(?<text>dh_\w+: (?:warning|error): (?:Cannot find|\S+ missing files:|\S+ exists in \S+ but is not installed).*)$/,
  },
  { kind: "dependency", weight: 3, pattern: /^dpkg-checkbuilddeps: error: (?<text>unmet build .+)$/i },
  {
    kind: "symbols",
    weight: 3,
    pattern: /^(?<text>dpkg-gensymbols: (?:error|warning): some (?:new )?symbols .+)$/,
  },
  {
    kind: "symbols",
    weight: 3,
    pattern: /^(?<text>dpkg-shlibdeps: error: (?!cannot continue).+)$/,
  },
  { kind: "patch", weight: 3, pattern: /^(?<text>Hunk #\d+ FAILED at \d+.*|Patch \S+ does not apply.*)$/ },
  {
    kind: "patch",
    weight: 2,
    pattern: /^(?<text>can't find file to patch at input line \d+|.*: patch does not apply)$/,
  },
  {
    kind: "script",
    weight: 3,
    pattern:
      /^(?<text>(?:dh|dh_\w+): error: (?!.*(?:returned exit code|earlier errors?|missing files, aborting|died with signal)).+)$/,
  },
  {
    kind: "script",
    weight: 3,
    pattern: /^(?<text>dpkg-\w+: error: (?!.*(?:subprocess|error above)).+)$/,
  },
  { kind: "install", weight: 2, pattern: /^(?<text>dh_\w+: error: missing files, aborting)$/ },
];
