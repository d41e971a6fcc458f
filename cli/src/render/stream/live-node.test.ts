import { expect, test } from "vitest";
import { startNode, withLogLine, withProgress } from "./live-node.ts";
import { stamp } from "./recorded-compose.fixture.ts";

const started = stamp(
  { type: "node", state: "started", title: "Download\u0007", phase: "gather" },
  0,
  0,
  "p",
);
const fresh = startNode(started as Parameters<typeof startNode>[0], 0);

function count(seconds: number, done: number, unit: "bytes" | "packages" = "bytes") {
  const report = { type: "progress", step: "x.deb", done, total: 100, unit } as const;
  return stamp(report, 0, seconds, "p") as Parameters<typeof withProgress>[1];
}

test("a title cannot move the cursor", () => {
  expect(fresh.title).toBe("Download");
});

test("the rate is told after a second, from where the count began", () => {
  const first = withProgress(fresh, count(10, 20));
  const early = withProgress(first, count(10.5, 40));
  const later = withProgress(early, count(12, 60));

  expect([first, early, later].map((node) => node.measure.rate)).toEqual([undefined, undefined, 20]);
});

test("a count that begins anew begins a new rate", () => {
  const old = withProgress(withProgress(fresh, count(0, 50)), count(10, 90));
  const anew = withProgress(withProgress(old, count(20, 10)), count(22, 30));

  expect(anew.measure.rate).toBe(10);
});

test("only bytes have a rate", () => {
  const node = withProgress(withProgress(fresh, count(0, 0, "packages")), count(10, 90, "packages"));

  expect(node.measure.rate).toBeUndefined();
});

test("the last lines of a log are kept, empty ones left out", () => {
  const node = ["one", "", "two\r", "three"].reduce((before, line) => withLogLine(before, line, 2), fresh);

  expect(node.tail).toEqual(["two", "three"]);
});
