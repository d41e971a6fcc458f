import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { outputOf } from "./output.ts";

class Stream extends EventEmitter {
  readonly written: string[] = [];
  readonly columns = 80;
  readonly #fail: Error | undefined;
  readonly #throws: boolean;

  constructor(fail?: Error, throws = false) {
    super();
    this.#fail = fail;
    this.#throws = throws;
  }

  write(text: string, written?: () => void): boolean {
    if (this.#throws && this.#fail !== undefined) throw this.#fail;
    this.written.push(text);
    process.nextTick(() => {
      written?.();
      if (this.#fail !== undefined) process.nextTick(() => this.emit("error", this.#fail));
    });
    return true;
  }
}

describe("an output", () => {
  test("writes, and knows the size of its stream", async () => {
    const stream = new Stream();
    const output = outputOf(stream);

    output.write("a");
    output.write("b");

    expect(await output.settled()).toBeUndefined();
    expect(stream.written).toEqual(["a", "b", ""]);
    expect([output.isTTY, output.columns, output.rows]).toEqual([false, 80, undefined]);
  });

  test.each([true, false])(
    "drops what follows a failure, and reports the first: thrown %s",
    async (throws) => {
      const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
      const stream = new Stream(full, throws);
      const output = outputOf(stream);

      output.write("a");
      await new Promise((resolve) => setImmediate(resolve));
      output.write("b");

      expect(await output.settled()).toBe(full);
      expect(stream.written).toEqual(throws ? [] : ["a"]);
    },
  );
});
