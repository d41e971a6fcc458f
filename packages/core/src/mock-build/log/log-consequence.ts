/** A line that only reports that something failed, wherever and why. */
export interface LogConsequence {
  /** The step has ended with it: what follows is not its cause. */
  readonly final: boolean;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
  /** Of the command that failed, where it is told. */
  readonly exitStatus?: number;
}

const forms: readonly { readonly pattern: RegExp; readonly final: boolean }[] = [
  {
    pattern:
      /^g?make(?:\[\d+\])?: \*\*\* \[(?:(?<file>[^\s:\]]+):(?<line>\d+): )?[^\]]+\] (?:Error (?<status>\d+)|[A-Z][a-z]+.*)$/,
    final: true,
  },
  { pattern: /^g?make(?:\[\d+\])?: (?:\*\*\* Waiting for unfinished|Target .* not remade)/, final: false },
  {
    pattern:
      /^(?:dh|dh_\w+): error: .*(?:returned exit code (?<status>\d+)|earlier errors?|died with signal)/,
    final: true,
  },
  { pattern: /^dpkg-\w+: error: .*(?:subprocess|error above)/, final: true },
  { pattern: /^ninja: build stopped/, final: true },
  { pattern: /^E: pybuild /, final: true },
  { pattern: /^-- Configuring incomplete/, final: true },
  { pattern: /^Errors while running CTest/, final: true },
  {
    pattern: /^error: (?:could not compile|aborting due to|test failed|\d+ targets? failed|build failed)/,
    final: false,
  },
  { pattern: /^collect2: (?:fatal )?error: ld returned/, final: false },
  { pattern: /^clang(?:\+\+)?(?:-\d+)?: error: linker command failed/, final: false },
  { pattern: /^cc1(?:plus)?: (?:all|some) warnings being treated as errors/, final: false },
  { pattern: /^FAIL\t/, final: false },
];

/** Recognises a report of a failure whose cause stands elsewhere. */
export function consequenceIn(line: string): LogConsequence | undefined {
  for (const { pattern, final } of forms) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const { file, line: at, status } = match.groups ?? {};
    return {
      final,
      text: line,
      ...(file === undefined ? {} : { file }),
      ...(at === undefined ? {} : { line: Number(at) }),
      ...(status === undefined ? {} : { exitStatus: Number(status) }),
    };
  }
  return undefined;
}
