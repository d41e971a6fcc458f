import { expect, test } from "vitest";
import { start } from "../runs/scene.fixture.ts";
import { LogBatcher } from "./log-batcher.ts";
import { logCounters } from "./log-counters.ts";
import { first, logScene, order, textOf } from "./log-scene.fixture.ts";

test("pieces that come at once are stored together and answered one by one; one of nothing takes no other with it", async () => {
  const database = await logScene();
  const counters = logCounters();
  const batcher = new LogBatcher({ database, clock: () => start, counters });
  const add = (text: string, offset: number, taskId = 1) =>
    batcher.add({ ...first, taskId, order, offset, bytes: Buffer.from(text) });
  const answers = await Promise.allSettled([
    add("one\n", 0),
    add("two\n", 4),
    add("other\n", 0, 2),
    add("nothing\n", 0, 77),
    add("two\nthree\n", 4),
  ]);
  await batcher.idle();
  expect(answers.map((one) => (one.status === "fulfilled" ? one.value.next : "refused"))).toEqual([
    ...[4, 8, 6],
    "refused",
    14,
  ]);
  expect(await textOf(database)).toBe("one\ntwo\nthree\n");
  expect(await textOf(database, { taskId: 2, attempt: 1 })).toBe("other\n");
  expect(counters.bytes).toBe(20);
});
