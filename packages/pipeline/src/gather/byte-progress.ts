import type { Reporter } from "@debootc/core/event/event";

interface ByteProgress {
  /** Receives the length of one file whenever it changes; it may shrink if bytes prove to be wrong. */
  readonly of: (file: string) => (length: number) => void;
}

/** Sums the lengths of many files into progress events, one for every half percent or 256 KiB, whichever is more. */
export function byteProgress(step: string, total: number, report: Reporter): ByteProgress {
  const interval = Math.max(total / 200, 256 * 1024);
  const lengths = new Map<string, number>();
  let done = 0;
  let reported = 0;
  const say = () => {
    reported = done;
    report({ type: "progress", step, done, total, unit: "bytes" });
  };
  if (total > 0) say();
  return {
    of: (file) => (length) => {
      done += length - (lengths.get(file) ?? 0);
      lengths.set(file, length);
      if (Math.abs(done - reported) >= interval || done === total) say();
    },
  };
}
