import type { LogRule } from "./log-rule.ts";

const pythonPlace = /^ +File "(?<file>[^"<]+)", line (?<line>\d+)/;
const exception =
  /^\s*(?<text>[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Failure|Warning|NotFound\w*)\b.*)$/;

/** Interpreters. */
export const languageRules: readonly LogRule[] = [
  {
    kind: "script",
    weight: 2,
    pattern: /^\s*Traceback \(most recent call last\):$/,
    follow: { within: 200, place: pythonPlace, lastPlace: true, text: exception },
  },
  {
    kind: "missing-module",
    weight: 3,
    pattern: /^(?<text>Can't locate \S+\.pm in @INC.*?) at (?<file>\S+) line (?<line>\d+)[.,]?.*$/,
  },
  {
    kind: "missing-module",
    weight: 3,
    pattern: /^(?:(?<file>[^\s:]+):(?<line>\d+):)?.*?(?<text>cannot load such file -- .+)$/,
  },
  {
    kind: "missing-module",
    weight: 3,
    pattern:
      /^(?:(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): )?(?<text>(?:cannot find package|no required module provides package|cannot find module providing package) .+|package \S+ is not in std.*)$/,
  },
  {
    kind: "missing-module",
    weight: 3,
    pattern: /^error: (?<text>no matching package (?:named )?`?.+)$/,
  },
  {
    kind: "script",
    weight: 2,
    pattern: /^(?<text>(?:Uncaught )?[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: .+)$/,
    follow: { within: 12, place: /^ +at .*?\(?(?<file>(?!node:)[^\s():]+):(?<line>\d+):(?<column>\d+)\)?$/ },
  },
  {
    kind: "missing-module",
    weight: 2,
    pattern: /^(?<text>Error: Cannot find module .+)$/,
    follow: { within: 6, place: /^- (?<file>\S+)$/ },
  },
  {
    kind: "script",
    weight: 2,
    pattern:
      /^(?!#|Use of uninitialized|.*(?:deprecated|experimental|redefined|used only once))(?<text>.+) at (?<file>\S+\.(?:pl|PL|pm|t|plx|cgi)|\S*\/\w+) line (?<line>\d+)(?:, (?:near|at|<).*)?\.?$/,
  },
  { kind: "script", weight: 2, pattern: /^(?:Extension|Configuration|Theme|Sphinx) error:?(?<text>.*)$/ },
  { kind: "script", weight: 2, pattern: /^ *(?:E|ERROR): (?<text>(?!pybuild ).+)$/ },
];
