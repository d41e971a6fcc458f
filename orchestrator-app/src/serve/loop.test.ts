import { expect, test, vi } from "vitest";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { start } from "../runs/scene.fixture.ts";
import { Loop } from "./loop.ts";

function loopOf(round: (count: number, signal: AbortSignal) => boolean | Promise<boolean>, every = 60_000) {
  let count = 0;
  const plan = { name: "x", every, round: async (signal: AbortSignal) => round(++count, signal) };
  return { loop: new Loop(plan, { clock: () => start, log: memoryLog() }), count: () => count };
}

test("a loop goes on at once while there is more, and then waits until it is woken", async () => {
  const { loop, count } = loopOf((round) => round < 3);
  loop.start();
  await vi.waitFor(() => expect(count()).toBe(3));
  loop.wake();
  await vi.waitFor(() => expect(count()).toBe(4));
  await loop.stop();
});

test("being woken during a round leads to another one, and not to two", async () => {
  let end = () => {};
  const { loop, count } = loopOf(async (round) => {
    if (round === 1) await new Promise<void>((resolve) => (end = resolve));
    return false;
  });
  loop.start();
  loop.wake();
  loop.wake();
  await new Promise((resolve) => setTimeout(resolve, 20));
  end();
  await vi.waitFor(() => expect(count()).toBe(2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(count()).toBe(2);
  await loop.stop();
});

test("a loop survives its failures, counts them, and is not hurried by being woken", async () => {
  const { loop, count } = loopOf((round) => {
    if (round === 1) throw new Error("no luck");
    return false;
  }, 1);
  loop.start();
  await vi.waitFor(() => expect(loop.state.failures).toBe(1));
  loop.wake();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(count()).toBe(1);
  expect(loop.state).toMatchObject({
    lastFailure: { at: start, message: "no luck" },
    lastSuccess: undefined,
  });
  await vi.waitFor(() => expect(loop.state).toMatchObject({ failures: 0, lastSuccess: start }), 5000);
  await loop.stop();
});

test("a loop that is stopped finishes its round and does no other", async () => {
  let isDone = false;
  const { loop, count } = loopOf(async (_, signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    isDone = true;
    return true;
  });
  loop.start();
  await vi.waitFor(() => expect(count()).toBe(1));
  await loop.stop();
  expect(isDone).toBe(true);
  expect(count()).toBe(1);
});
