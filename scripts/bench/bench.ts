/** Holds a measured value; if it was measured several times, the median and the spread. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ratio" | "bytes" | "MiB" | "count";
  /** Median absolute deviation; absent for values that do not vary, such as bytes. */
  readonly spread?: number;
  /** The goal: at most this value. */
  readonly wanted?: number;
}

export interface BenchContext {
  /** An empty directory, removed at the end. */
  readonly work: string;
  /** Kept between runs: composes and their caches. */
  readonly kept: string;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Describes something that `npm run bench` can measure. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}
