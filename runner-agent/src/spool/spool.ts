import { reasonOf } from "@debootc/tools/errno";
import { type FileHandle, open } from "node:fs/promises";

interface SpoolOptions {
  /** After so many bytes the rest is cut, and the log says so. */
  readonly mostBytes: number;
}

/**
 * Keeps the log of one order in a file until the hub has it. It never fails: what the disk does not take is cut, and its
 * end says so.
 */
export class Spool implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #mostBytes: number;
  #written = 0;
  /** What is said behind the bytes in the file: that the rest was cut. */
  #end = Buffer.alloc(0);
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  private constructor(file: FileHandle, { mostBytes }: SpoolOptions) {
    this.#file = file;
    this.#mostBytes = mostBytes;
  }

  /** Makes the file, which only this user can read. */
  static async create(path: string, options: SpoolOptions): Promise<Spool> {
    return new Spool(await open(path, "wx+", 0o600), options);
  }

  /** How long the log is by now. */
  get length(): number {
    return this.#written + this.#end.length;
  }

  /** Whether nothing will be added. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Adds bytes; once something was cut, nothing more. Calls must not overlap. */
  async add(bytes: Uint8Array): Promise<void> {
    if (this.#end.length > 0 || this.#isOver || bytes.length === 0) return;
    const room = this.#mostBytes - this.#written;
    await this.#write(bytes.subarray(0, room));
    if (bytes.length > room) this.#cut(`it is longer than ${this.#mostBytes} bytes`);
    this.#wake();
  }

  /** Notes that nothing will be added. */
  close(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Returns bytes from an offset on, at most so many; none at its end. */
  async read(offset: number, most: number): Promise<Buffer> {
    if (offset >= this.#written) {
      const from = offset - this.#written;
      return this.#end.subarray(from, from + most);
    }
    const bytes = Buffer.alloc(Math.min(most, this.#written - offset));
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  }

  /** Settles when the log is longer than `offset` or over, or when the signal says so. */
  async more(offset: number, signal: AbortSignal): Promise<void> {
    while (this.length <= offset && !this.#isOver && !signal.aborted) {
      const more = Promise.withResolvers<void>();
      this.#waiting.add(more.resolve);
      const onAbort = () => more.resolve();
      signal.addEventListener("abort", onAbort);
      await more.promise;
      signal.removeEventListener("abort", onAbort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#file.close();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#written);
        done += bytesWritten;
        this.#written += bytesWritten;
      }
    } catch (error) {
      this.#cut(`the host could not keep it: ${reasonOf(error)}`);
    }
  }

  #cut(reason: string): void {
    this.#end = Buffer.from(`\n[debootc] the rest of this log was cut: ${reason}\n`);
  }
}
