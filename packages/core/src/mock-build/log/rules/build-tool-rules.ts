import type { LogRule } from "./log-rule.ts";

/** make, cmake, meson, ninja, configure and what they start by a shell. */
export const buildToolRules: readonly LogRule[] = [
  {
    kind: "missing-target",
    weight: 3,
    pattern:
      /^g?make(?:\[\d+\])?: \*\*\* (?<text>(?:No rule to make target|No targets|No such file).*?)\.?(?: +Stop\.)?$/,
  },
  {
    kind: "script",
    weight: 3,
    pattern: /^(?<file>[^\s:]+):(?<line>\d+): \*\*\* (?<text>.+?)\.? +Stop\.$/,
  },
  {
    // make could not start the command of a recipe.
    kind: "missing-command",
    weight: 3,
    pattern:
      /^g?make(?:\[\d+\])?: (?<text>[^\s*]\S*: (?:No such file or directory|Command not found|Permission denied))$/,
  },
  {
    kind: "configure",
    weight: 3,
    pattern: /^CMake Error at (?<file>(?!\/usr\/)[^:]+):(?<line>\d+) \(\S+\):$/,
    follow: { within: 4, text: /^ {2}(?<text>\S.*)$/ },
  },
  {
    // An error in one of CMake's own modules belongs to the line of the package that called it.
    kind: "configure",
    weight: 3,
    pattern: /^CMake Error at \/usr\/[^:]+:\d+ \((?<text>\S+)\):$/,
    follow: {
      within: 16,
      text: /^ {2}(?<text>(?!\/)[^\s:]+ (?!\().+)$/,
      place: /^ {2}(?<file>(?!\/)[^\s:]+):(?<line>\d+) \(\S+\)$/,
    },
  },
  { kind: "configure", weight: 3, pattern: /^CMake Error: (?<text>.+)$/ },
  {
    kind: "configure",
    weight: 3,
    // Its columns count from 0, so they are left out.
    pattern: /^(?<file>\S*meson(?:\.build|_options\.txt|\.options)):(?<line>\d+):\d+: ERROR: (?<text>.+)$/,
  },
  { kind: "configure", weight: 3, pattern: /^(?:\S*\/)?configure: error: (?<text>.+)$/ },
  {
    kind: "configure",
    weight: 2,
    pattern:
      /^(?<file>\S*configure): (?:line )?(?<line>\d+): (?<text>syntax error.*|.*: (?:command )?not found)$/,
  },
  { kind: "missing-target", weight: 2, pattern: /^ninja: error: (?<text>.+)$/ },
  { kind: "unknown", weight: 1, pattern: /^FAILED: (?<text>.+)$/ },
  {
    kind: "missing-command",
    weight: 2,
    pattern: /^(?<file>\S+): (?:line )?(?<line>\d+): (?<text>[^\s:]+: (?:command )?not found)$/,
  },
  {
    kind: "missing-command",
    weight: 3,
    pattern: /^(?:\S*\/)?env: (?<text>['‘]?[^'’:]+['’]?: No such file or directory)$/,
  },
  {
    kind: "missing-file",
    weight: 2,
    pattern:
      /^(?:\/?(?:usr\/)?bin\/)?(?<text>(?:cp|mv|install|rm|ln|mkdir|rmdir|cat|chmod|chown|sed|tar|find|gzip|xz|touch|strip|ls|diff|cmp|grep|head|tail|sort|patch|python3?|perl|ruby|node|nodejs): (?:cannot |can't |can’t |target |error: |failed )?.*(?:No such file or directory|Permission denied|Not a directory|Is a directory|File exists|Read-only file system).*)$/,
  },
  {
    kind: "missing-file",
    weight: 2,
    pattern:
      /^(?<file>\S+): (?:line )?(?<line>\d+): (?<text>.*: (?:No such file or directory|Permission denied))$/,
  },
  {
    kind: "missing-file",
    weight: 2,
    pattern:
      /^(?:\/?(?:usr\/)?bin\/)?(?:da|ba)?sh: \d+: (?<text>.*(?:cannot open|cannot create|can't cd|Syntax error).*)$/,
  },
];
