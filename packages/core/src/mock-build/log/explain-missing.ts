import type { LogErrorKind } from "../records/build-log-error.ts";
import { commandPackage, headerPackage, modulePackage } from "./package-guess.ts";

/** What an error says is missing, and what most likely provides it. */
interface MissingExplanation {
  readonly kind: LogErrorKind;
  readonly hint?: string;
}

/**
 * Recognises an error that something is not installed, and says which package to add to Build-Depends. The package is
 * a guess by Debian's naming rules, so the hint says "most likely" or how to search.
 */
export function explainMissing(text: string, kind: LogErrorKind): MissingExplanation | undefined {
  const own = ownPath(text);
  if (own !== undefined) return { kind, hint: ownHint(own) };
  for (const { pattern, kind: found, hint } of forms) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const what = groups["what"] ?? "";
    return { kind: found, hint: hint(what) };
  }
  const hint = kindHints[kind];
  return hint === undefined ? undefined : { kind, hint };
}

/**
 * Returns the path in an error that something does not exist, if it belongs to the source package itself: below a directory
 * for code of others, or, for a command, relative to where it was called.
 */
function ownPath(text: string): string | undefined {
  if (!/No such file|not found|No rule to make target|cannot (?:find|open|stat)|does not exist/i.test(text))
    return undefined;
  return vendored.exec(text)?.groups?.["what"] ?? ownCommand.exec(text)?.groups?.["what"];
}

const vendored =
  /(?<![\w./@-])(?<what>(?:\.{1,2}\/|[\w.+-]+\/)*(?:vendor(?:ed)?|third[_-]?party|3rd[_-]?party|thirdparty|externals?|submodules|subprojects|node_modules)\/[\w+./@-]*[\w+])/i;
const ownCommand =
  /^(?!\S*\.(?:h|hh|hpp|hxx|H)['’]?:)['‘]?(?<what>(?:\.{1,2}\/)?[\w+-][\w.+-]*\/[\w+./-]+|\.{1,2}\/[\w+./-]+)['’]?: (?:(?:command |Command )?not found|No such file or directory)$/;

const ownHint = (path: string) =>
  `${path} belongs to the source package itself, which does not have it. Was it left out of the upstream archive, or is it of a submodule (git source: --submodules)?`;

const add = (name: string) => `Add to Build-Depends, most likely: ${name}`;
const look = (path: string) => `Find the package that has it: apt-file search ${path}`;
const either = (name: string | undefined, path: string) =>
  name === undefined ? look(path) : `${add(name)}.`;

interface Form {
  readonly pattern: RegExp;
  readonly kind: LogErrorKind;
  readonly hint: (what: string) => string;
}

const forms: readonly Form[] = [
  {
    pattern: /^(?<what>[\w+./-]+\.(?:h|hh|hpp|hxx|H)): No such file or directory/,
    kind: "missing-header",
    hint: (what) => either(headerPackage(what), `include/${what}`),
  },
  {
    pattern: /^'(?<what>[\w+./-]+)' file not found/,
    kind: "missing-header",
    hint: (what) => either(headerPackage(what), `include/${what}`),
  },
  {
    pattern: /(?:cannot find -l|unable to find library -l)(?<what>[\w+.-]+)/,
    kind: "missing-library",
    hint: (what) => look(`/lib${what}.so`),
  },
  {
    pattern: /unable to load addon (?<what>[\w-]+):/,
    kind: "dependency",
    hint: (what) => `${add(`dh-sequence-${what}`)}.`,
  },
  {
    pattern: /Can't locate (?<what>[\w/]+)\.pm in @INC/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("perl", what))}.`,
  },
  {
    pattern: /No module named '?(?<what>[\w.]+)'?/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("python", what))}.`,
  },
  {
    pattern: /cannot load such file -- (?<what>[\w/-]+)/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("ruby", what))}.`,
  },
  {
    pattern: /Cannot find module '(?<what>[@\w/-][@\w/.-]*)'/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("node", what))}.`,
  },
  {
    pattern:
      /(?:cannot find package|provides package|providing package|^package) "?(?<what>[\w-]+\.[\w./-]+)/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("go", what))}.`,
  },
  {
    pattern: /no matching package (?:named )?`?(?<what>[\w-]+)/,
    kind: "missing-module",
    hint: (what) => `${add(modulePackage("rust", what))}.`,
  },
  {
    pattern:
      /(?:No package '|Package '|Package requirements \(|Dependency "|Dependency ')(?<what>[\w+.-]+)(?:['"]|[^)]*\))(?:,? (?:required|not|were not|found)|:)/,
    kind: "configure",
    hint: (what) => look(`pkgconfig/${what}.pc`),
  },
  {
    pattern:
      /(?:Could NOT find|package configuration file provided by|Could not find a configuration file for package) "?(?<what>[\w+-]+)/,
    kind: "configure",
    hint: (what) => look(`'${what}Config.cmake'`).concat(`, or the -dev package of ${what}.`),
  },
  {
    pattern: /File `(?<what>[\w.-]+)' not found/,
    kind: "missing-file",
    hint: (what) => look(`/${what}`),
  },
  {
    pattern:
      /^['‘]?(?:\S*\/)?(?<what>[\w+.-]+)['’]?: (?:(?:command |Command )?not found|No such file or directory)$/,
    kind: "missing-command",
    hint: (what) => either(commandPackage(what), `bin/${what}`),
  },
];

const kindHints: Partial<Record<LogErrorKind, string>> = {
  "out-of-memory":
    "Give the build more memory, or fewer jobs: both are limits of the chroot's configuration.",
  "disk-full": "Free space where the chroots are kept, or raise the build's limit of disk space.",
  network: "A build has no network: get what it downloads from Build-Depends, or turn the step off.",
  patch: "A patch in debian/patches does not apply to this upstream version: refresh it with quilt.",
  install: "Upstream installs different files now: compare debian/*.install with debian/tmp.",
};
