import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AptRoot } from "./apt-root.ts";
import { watchLists } from "./lists-watch.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const sizes = new Map<string, number>();
const watchFor = (stallSeconds: number, isFull: boolean) =>
  watchLists(
    {
      ...{ directory: "/apt", preferencesDirectory: "/apt/preferences", environment: {} },
      ...{ listsDirectory: "/apt/lists", stallSeconds },
      sources: [{ id: "debian", uris: ["http://archive.test/debian"], suites: ["trixie"] }],
    } as unknown as AptRoot,
    { isFull: () => isFull, sizesIn: async () => sizes },
  );
const pass = async (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test("apt that stands still on a full disk is stopped after 10 s, long before a silent server would be", async () => {
  const watch = watchFor(180, true);

  await pass(9);
  watch.hear("Ign:1 http://archive.test/debian trixie InRelease");
  await pass(9);
  expect(watch.signal.aborted).toBe(false);
  await pass(2);

  expect(watch.signal.aborted).toBe(true);
  expect(await watch.end()).toMatchObject([
    {
      kind: "stalled",
      uri: "http://archive.test/debian",
      suite: "trixie",
      detail: "nothing has moved for 10 s",
    },
  ]);
});

test("a file that grows keeps apt going however full the disk is", async () => {
  const watch = watchFor(180, true);
  for (let length = 1; length < 5; length++) {
    sizes.set("Packages", length);
    await pass(8);
  }
  expect(await watch.end()).toEqual([]);
});

test("on a disk with room, a server may be silent for as long as it is given", async () => {
  const watch = watchFor(60, false);

  await pass(59);
  expect(watch.signal.aborted).toBe(false);
  await pass(2);

  expect(await watch.end()).toMatchObject([{ kind: "stalled", detail: "almost nothing arrived for 60 s" }]);
});
