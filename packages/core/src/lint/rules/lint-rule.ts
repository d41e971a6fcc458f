import type { LintSubject } from "../subject/lint-subject.ts";

export const lintLevels = ["error", "warning"] as const;
export type LintLevel = (typeof lintLevels)[number];

/** One fault. Contents of files that may be secret are never part of it. */
export interface RuleFinding {
  /** In the image, absolute; absent where the fault is in no file. */
  readonly path?: string;
  /** What is wrong, one clause that goes on after the path. */
  readonly message: string;
  /** What to do, where it is more than the rule's own remedy says. */
  readonly hint?: string;
  /** Where it is not the rule's. */
  readonly level?: LintLevel;
}

/** What is looked for in a root or image, and why. */
export interface LintRule {
  /** In kebab-case; those of bootc's own linter have bootc's names. */
  readonly name: string;
  /** `error`: the system would not install, boot or update, or gives something away. */
  readonly level: LintLevel;
  /** What is looked for, one clause. */
  readonly summary: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do about a finding, one or two sentences. */
  readonly remedy: string;
  /** bootc's linter has the rule too. */
  readonly ofBootc?: true;
  /** Asks for an image; a root that lies unpacked has none. */
  readonly onlyImages?: true;
  /** Paths of the files whose bytes the rule reads. */
  readonly reads?: RegExp;
  /** Larger files are not read, and reported as such; 1 MiB when absent. */
  readonly readsAtMost?: number;
  readonly check: (subject: LintSubject) => Iterable<RuleFinding>;
}
