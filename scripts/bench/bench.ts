/** Describes a measured value; if it was measured several times, the median and its deviation. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ratio" | "bytes" | "MiB" | "count";
  /** Median absolute deviation; absent for values that do not vary, such as bytes. */
  readonly spread?: number;
  /** The highest value that is acceptable. */
  readonly wanted?: number;
}

export interface BenchContext {
  /** An empty directory, which is removed at the end. */
  readonly work: string;
  /** A directory that is kept between runs, for composes and their caches. */
  readonly kept: string;
  readonly rounds: number;
  /** Options of the command line by name, without the dashes; empty for one without a value. */
  readonly options: ReadonlyMap<string, string>;
  readonly say: (line: string) => void;
}

/** Describes something that `npm run bench` can measure. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}
