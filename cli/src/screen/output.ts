import type { WriteStream } from "node:tty";

/** Writes to a stream of the process, and outlives a stream that is full or whose reader has gone. */
export interface Output {
  /** Writes text; drops it once the stream has failed. */
  readonly write: (text: string) => void;
  /** Waits until everything was written or dropped, and returns why something was dropped. */
  readonly settled: () => Promise<Error | undefined>;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

interface Stream extends Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">> {
  readonly on: (event: "error", listener: (error: Error) => void) => unknown;
  readonly write: (text: string, written?: () => void) => unknown;
}

/** Returns the output on a stream, which must have no other writer. */
export function outputOf(stream: Stream): Output {
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
  };
  stream.on("error", fail);
  const write = (text: string, written?: () => void) => {
    if (failure !== undefined) {
      written?.();
      return;
    }
    try {
      stream.write(text, written);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
      written?.();
    }
  };
  return {
    write: (text) => write(text),
    settled: async () => {
      await new Promise<void>((resolve) => write("", resolve));
      // Node reports a failed write once more, as an event, after it has answered.
      await new Promise((resolve) => setImmediate(resolve));
      return failure;
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}
