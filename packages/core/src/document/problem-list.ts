import type { Diagnostic } from "../error/diagnostic.ts";
import { printable } from "../text/printable.ts";
import { withoutCredentials } from "../text/quoted.ts";
import { type Fault, faultDiagnostic, type Severity, type DocumentFile } from "./document-file.ts";

/** Gathers what is wrong with all files of a treefile. */
export interface ProblemList {
  readonly add: (file: DocumentFile, faults: readonly Fault[], severity?: Severity) => void;
  readonly addDiagnostic: (diagnostic: Diagnostic) => void;
  /** Errors first found first; bounded, so that a garbage file does not fill a log. */
  readonly errors: () => readonly Diagnostic[];
  readonly warnings: () => readonly Diagnostic[];
}

const most = 1000;

export function problemList(): ProblemList {
  const found: Diagnostic[] = [];
  const known = new Set<string>();
  let left = 0;
  const addDiagnostic = (make: () => Diagnostic): void => {
    if (found.length >= most) return void left++;
    const diagnostic = safeToPrint(make());
    const { file, line, column, key, message } = diagnostic;
    // The value of `suite` is looked at twice: as a key and as a variable.
    const identity = JSON.stringify([file, line, column, key, message]);
    if (!known.has(identity)) found.push(diagnostic);
    known.add(identity);
  };
  const of = (severity: Severity) => found.filter((diagnostic) => diagnostic.severity === severity);
  return {
    add: (file, faults, severity = "error") => {
      for (const fault of faults) addDiagnostic(() => faultDiagnostic(file, fault, severity));
    },
    addDiagnostic: (diagnostic) => addDiagnostic(() => diagnostic),
    errors: () => (left === 0 ? of("error") : [...of("error"), andMore(left)]),
    warnings: () => of("warning"),
  };
}

function safeToPrint(diagnostic: Diagnostic): Diagnostic {
  const words = ["message", "key", "given", "allowed", "hint"] as const;
  const safe = words.flatMap((word) => {
    const text = diagnostic[word];
    return text === undefined ? [] : [[word, shortened(printable(withoutCredentials(text)))]];
  });
  return { ...diagnostic, ...(Object.fromEntries(safe) as Partial<Diagnostic>) };
}

/** The longest that debootc says itself are the lists of keys. */
const longest = 1500;

/** A message may quote a megabyte of the treefile. */
function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest / 2)}…${text.slice(-longest / 4)}` : text;
}

function andMore(count: number): Diagnostic {
  return {
    severity: "error",
    code: "treefile-invalid",
    message: `and ${count} more problems, which are not listed`,
  };
}
