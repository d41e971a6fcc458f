import type { LintSubject } from "../subject/lint-subject.ts";

export const lintLevels = ["error", "warning"] as const;
export type LintLevel = (typeof lintLevels)[number];

/** Describes one fault. It never includes the contents of files that may be secret. */
export interface RuleFinding {
  /** Absolute in the image; absent for a fault that is not in a file. */
  readonly path?: string;
  /** What is wrong, as one clause that continues after the path. */
  readonly message: string;
  /** What to do, if it is more than the rule's own remedy says. */
  readonly hint?: string;
  /** If it is not the rule's. */
  readonly level?: LintLevel;
}

/** Describes what is checked in a root or image, and why. */
export interface LintRule {
  /** In kebab-case; the rules of bootc's own linter have bootc's names. */
  readonly name: string;
  /** `error`: the system would not install, boot or update, or it discloses something. */
  readonly level: LintLevel;
  /** What is checked, as one clause. */
  readonly summary: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** What to do about a finding, in one or two sentences. */
  readonly remedy: string;
  /** bootc's linter also has the rule. */
  readonly ofBootc?: true;
  /** The rule needs an image; an unpacked root is not one. */
  readonly onlyImages?: true;
  /** Paths of the files whose bytes the rule reads. */
  readonly reads?: RegExp;
  /** Larger files are not read, and are reported as unread; 1 MiB when absent. */
  readonly readsAtMost?: number;
  readonly check: (subject: LintSubject) => Iterable<RuleFinding>;
}
