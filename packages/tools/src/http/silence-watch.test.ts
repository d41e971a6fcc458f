import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { SilenceWatch } from "./silence-watch.ts";

/** Yields numbers, and one more that never comes unless the signal ends the waiting. */
async function* numbers(count: number, signal: AbortSignal) {
  for (let number = 0; number < count; number++) yield number;
  await sleep(60_000, undefined, { signal });
}

test("silence ends what is read, and says for how long there was nothing", async () => {
  using watch = new SilenceWatch(50);
  const seen: number[] = [];
  const reading = async () => {
    for await (const number of watch.over(numbers(3, watch.signal))) seen.push(number);
  };
  await expect(reading()).rejects.toThrow("The operation was aborted");
  expect(seen).toEqual([0, 1, 2]);
  expect(watch.signal.reason).toMatchObject({ message: "nothing arrived for 0.1 s" });
});

test("whoever takes what is read may take longer than the silence that is too long", async () => {
  using watch = new SilenceWatch(20);
  for await (const number of watch.over(numbers(2, watch.signal))) {
    await sleep(60);
    expect(watch.signal.aborted).toBe(false);
    if (number === 1) break;
  }
});
