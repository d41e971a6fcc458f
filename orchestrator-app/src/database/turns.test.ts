import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("whoever asks urgently comes before all who wait, and all others in their order", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const take = async (name: string, isUrgent = false) => {
    await turns.take(isUrgent);
    order.push(name);
  };
  await take("first");
  const waiting = [take("a"), take("b"), take("urgent", true), take("c"), take("urgent too", true)];
  for (const _ of waiting) {
    turns.end();
    await Promise.resolve();
  }
  await Promise.all(waiting);

  expect(order).toEqual(["first", "urgent", "urgent too", "a", "b", "c"]);
  turns.end();
  await take("free again");
});
