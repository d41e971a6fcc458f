/** Watches something that may take long but not be silent for long, such as a download: its signal says when it was. */
export class SilenceWatch implements Disposable {
  readonly #milliseconds: number;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** `milliseconds` of silence are too long; the first ones begin now. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Begins to wait anew; `more` milliseconds longer if something takes its time. */
  heard(more = 0): void {
    this.rest();
    const milliseconds = this.#milliseconds + more;
    const reason = () => new Error(`nothing arrived for ${Math.round(milliseconds / 100) / 10} s`);
    this.#timer = setTimeout(() => this.#controller.abort(reason()), milliseconds);
  }

  /** Waits for nothing until something is heard again. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  /** Passes chunks on, and hears each. Whoever takes them may take as long as it likes. The watch ends with the last one. */
  async *over<T>(chunks: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      for await (const chunk of chunks) {
        this.rest();
        yield chunk;
        this.heard();
      }
    } finally {
      this.rest();
    }
  }

  [Symbol.dispose](): void {
    this.rest();
  }
}
