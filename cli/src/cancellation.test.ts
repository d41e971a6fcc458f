import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { cancelOnSignals } from "./cancellation.ts";

function source() {
  const exits: number[] = [];
  const emitter = new EventEmitter();
  const cancellation = cancelOnSignals({
    on: (signal, listener) => emitter.on(signal, listener),
    exit: (status) => exits.push(status),
  });
  return { cancellation, exits, send: (signal: NodeJS.Signals) => emitter.emit(signal, signal) };
}

describe("cancelOnSignals", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s cancels and leaves the process running",
    (signal) => {
      const { cancellation, exits, send } = source();
      let calls = 0;
      cancellation.onStop = () => void (calls += 1);

      send(signal);

      expect(cancellation.signal.reason).toMatchObject({
        code: "cancelled",
        message: `stopped by ${signal}`,
      });
      expect([calls, exits]).toEqual([1, []]);
    },
  );

  test("the second signal ends the process at once", () => {
    const { exits, send } = source();

    send("SIGINT");
    send("SIGTERM");

    expect(exits).toEqual([130]);
  });
});
