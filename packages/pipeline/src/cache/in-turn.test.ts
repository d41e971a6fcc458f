import { expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

test("work on the same thing is done one after the other, on others at once", async () => {
  const owner = {};
  const story: string[] = [];
  const work = (what: string, name: string) =>
    inTurn(owner, what, async () => {
      story.push(`${name} begins`);
      await tick();
      await tick();
      story.push(`${name} ends`);
      return name;
    });

  expect(await Promise.all([work("root", "a"), work("root", "b"), work("commit", "c")])).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(story.indexOf("b begins")).toBeGreaterThan(story.indexOf("a ends"));
  expect(story.indexOf("c begins")).toBeLessThan(story.indexOf("a ends"));
});

test("work that fails lets the next one begin, and owners do not wait for each other", async () => {
  const owner = {};
  const failing = inTurn(owner, "root", async () => {
    await tick();
    throw new Error("no space");
  });
  const next = inTurn(owner, "root", async () => "made");
  const other = await inTurn({}, "root", async () => "at once");

  await expect(failing).rejects.toThrow("no space");
  expect([await next, other]).toEqual(["made", "at once"]);
});
