/** A measured value; of one that was measured several times, the median and how far it strays. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ratio" | "bytes" | "MiB" | "count";
  /** Median absolute deviation; absent for what does not vary, such as bytes. */
  readonly spread?: number;
  /** At most so much is wanted. */
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

/** Something that `npm run bench` can measure. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}
