import type { LogRule } from "./log-rule.ts";

/** Compilers, assemblers and linkers. */
export const compilerRules: readonly LogRule[] = [
  {
    // ghc puts the message below.
    kind: "compile",
    weight: 3,
    pattern: /^(?<file>[^\s:][^:]*):(?<line>\d+):(?<column>\d+): error:(?: \[[\w-]+\])?$/,
    follow: { within: 1, text: /^ {4,}(?<text>[^\s|].*)$/ },
  },
  {
    // gcc, clang, as, javac, bison, autoconf, valac: all keep to the form of the GNU coding standards, 4.4.
    kind: "compile",
    weight: 3,
    pattern:
      /^(?<file>[^\s:][^:]*):(?<line>\d+)(?:[.:](?<column>\d+))?(?:-[\d.]+)?: (?:fatal |internal compiler )?error:(?: (?<text>.*))?$/i,
  },
  {
    // tsc, csc
    kind: "compile",
    weight: 3,
    pattern: /^(?<file>[^\s(:]+)(?:\(|:)(?<line>\d+)[,:](?<column>\d+)(?:\):| -) error (?<text>.+)$/,
  },
  {
    // maven's compiler plug-in
    kind: "compile",
    weight: 3,
    pattern: /^\[ERROR\] (?<file>\S+):\[(?<line>\d+),(?<column>\d+)\] (?<text>.+)$/,
  },
  {
    kind: "compile",
    weight: 3,
    pattern: /^error(?:\[E\d+\])(?:: )(?<text>.+)$/,
    follow: { within: 8, place: /^ *--> (?<file>[^:]+):(?<line>\d+):(?<column>\d+)/ },
  },
  {
    // rustc without a number, cargo
    kind: "compile",
    weight: 2,
    pattern:
      /^error: (?!could not compile|aborting due to|test failed|\d+ targets? failed|build failed)(?<text>.+)$/,
    follow: { within: 8, place: /^ *--> (?<file>[^:]+):(?<line>\d+):(?<column>\d+)/ },
  },
  {
    // go build, go vet
    kind: "compile",
    weight: 3,
    pattern: /^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): (?<text>.+)$/,
  },
  {
    // ocamlc
    kind: "compile",
    weight: 2,
    pattern: /^File "(?<file>[^"]+)", lines? (?<line>\d+)[-\d]*, characters (?<column>\d+)-\d+:$/,
    follow: { within: 8, text: /^Error: (?<text>.+)$/ },
  },
  {
    kind: "link",
    weight: 3,
    pattern:
      /^(?:\S*ld(?:\.\w+)?: )?(?:(?<file>[^\s:()]+):(?:(?<line>\d+):)?)?(?:\([^)]*\):)? ?(?<text>(?:undefined reference to|multiple definition of) .+)$/,
  },
  {
    kind: "link",
    weight: 3,
    pattern:
      /^\S*ld(?:\.\w+)?: (?:error: )?(?<text>(?:undefined symbol: |cannot find |unable to find library |duplicate symbol: ).+|.*(?:DSO missing from command line|recompile with -fPI[CE]|file format not recognized|relocation truncated to fit).*)$/,
  },
  {
    kind: "compile",
    weight: 2,
    pattern: /^(?:cc1|cc1plus|\S*(?:gcc|g\+\+|clang|cpp)(?:-\d+)?): (?:fatal )?error: (?<text>.+)$/,
  },
  {
    kind: "compile",
    weight: 2,
    pattern: /^! (?<text>(?:LaTeX|Package \S+|Class \S+) Error: .+|Undefined control sequence.*)$/,
    follow: { within: 12, place: /^l\.(?<line>\d+)/ },
  },
];
