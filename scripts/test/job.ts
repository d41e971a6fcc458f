/** Describes one part of `script/test`, as far as its place in the order of all parts depends on it. */
export interface Job {
  readonly name: string;
  /** How long it is expected to take beside others. */
  readonly seconds: number;
  /** Runs before all longer ones: most mistakes show in it. */
  readonly early: boolean;
  /** Runs while nothing else does. */
  readonly alone: boolean;
  /** Things of this machine, such as its accounts, that only one job at a time may use. */
  readonly exclusive: readonly string[];
  /** What another job makes for it, where that job runs too. */
  readonly needs: readonly string[];
  /** What it makes for others. */
  readonly gives: readonly string[];
}
