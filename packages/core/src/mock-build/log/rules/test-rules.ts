import type { LogRule } from "./log-rule.ts";

/** Test runners. */
export const testRules: readonly LogRule[] = [
  {
    // pytest: what was expected, then the place
    kind: "test",
    weight: 3,
    pattern: /^E {2,}(?<text>\S.*)$/,
    follow: { within: 60, place: /^(?<file>[^\s:]+\.py):(?<line>\d+): / },
  },
  {
    kind: "test",
    weight: 3,
    pattern: /^(?<text>(?:FAILED|ERROR) (?<file>[^\s:]+\.py)(?:::.*)?)$/,
  },
  {
    // unittest
    kind: "test",
    weight: 3,
    pattern: /^(?<text>(?:FAIL|ERROR): \w+ \(.+)$/,
    follow: {
      within: 200,
      place: /^ +File "(?<file>[^"<]+)", line (?<line>\d+)/,
      lastPlace: true,
      text: /^(?<text>[A-Za-z_][\w.]*(?:Error|Exception|Failure)\b.*)$/,
    },
  },
  {
    // TAP: prove, Test::More, many a harness of its own; a test that is still to do may fail
    kind: "test",
    weight: 3,
    pattern: /^\s*(?<text>not ok \d+(?!.*# *(?:TODO|SKIP)).*)$/i,
    follow: { within: 12, place: /^\s*# +(?:at )?(?:.* at )?(?<file>\S+) line (?<line>\d+)\.?$/ },
  },
  {
    kind: "test",
    weight: 3,
    pattern: /^\s*# +(?<text>Failed test .*?)(?: at (?<file>\S+) line (?<line>\d+)\.)?$/,
    follow: { within: 3, place: /^\s*# +(?:in|at) (?<file>\S+) (?:at )?line (?<line>\d+)\.?$/ },
  },
  // automake
  { kind: "test", weight: 3, pattern: /^(?<text>(?:FAIL|ERROR): \S+(?: \(exit status: \d+\)| \d+ .*)?)$/ },
  { kind: "test", weight: 2, pattern: /^(?<text># (?:FAIL|ERROR): +[1-9]\d*)$/ },
  {
    // ctest
    kind: "test",
    weight: 3,
    pattern:
      /^ *\d+\/\d+ +Test +#\d+: (?<text>.+?) \.*(?:\*{3}|)(?:Failed|Timeout|Exception|Not Run|Subprocess).*$/,
  },
  {
    // meson
    kind: "test",
    weight: 3,
    pattern: /^ *\d+\/\d+ (?<text>.+?) +(?:FAIL|ERROR|TIMEOUT|UNEXPECTEDPASS|INTERRUPT) +\d.*$/,
  },
  {
    // googletest
    kind: "test",
    weight: 3,
    pattern: /^(?<file>[^\s:]+):(?<line>\d+): Failure$/,
    follow: { within: 2, text: /^(?<text>\S.*)$/ },
  },
  { kind: "test", weight: 2, pattern: /^\[ {2}FAILED {2}\] (?<text>\S+)(?: \(.*)?$/ },
  {
    // go test; with -v the reason stands before, without it after
    kind: "test",
    weight: 3,
    pattern: /^ *--- FAIL: (?<text>\S+)(?: \(.*)?$/,
    before: /^\s+(?<file>[^\s:]+\.go):(?<line>\d+): (?<text>.*)$/,
    follow: { within: 1, place: /^\s+(?<file>[^\s:]+\.go):(?<line>\d+): / },
  },
  {
    kind: "crash",
    weight: 3,
    pattern: /^(?<text>panic: .+)$/,
    follow: { within: 40, place: /^\t(?<file>(?!\/usr\/)\S+\.go):(?<line>\d+)/ },
  },
  {
    // cargo test
    kind: "test",
    weight: 3,
    pattern: /^(?<text>test \S+(?: - .*)? \.\.\. FAILED)$/,
    follow: {
      within: 400,
      place: /panicked at (?:'.*', )?(?<file>[^\s:']+):(?<line>\d+):(?<column>\d+)/,
    },
  },
  {
    kind: "crash",
    weight: 3,
    pattern:
      /^thread '[^']*'.* panicked at (?:'(?<text>.*)', )?(?<file>[^\s:']+):(?<line>\d+):(?<column>\d+):?$/,
    follow: { within: 1, text: /^(?<text>\S.*)$/ },
  },
  {
    kind: "crash",
    weight: 3,
    pattern: /^(?:\S+: )?(?<file>[^\s:]+):(?<line>\d+): .*?(?<text>Assertion .+ failed)\.?$/,
  },
  { kind: "test", weight: 2, pattern: /^ *(?<text>rspec (?<file>\S+):(?<line>\d+) # .*)$/ },
];
