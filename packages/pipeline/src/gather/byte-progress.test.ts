import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import { byteProgress } from "./byte-progress.ts";

const mib = 1024 * 1024;

/** What is reported while files of so many bytes together are read. */
function watch(total: number) {
  const reports: Report[] = [];
  const progress = byteProgress("reading", total, (report) => reports.push(report));
  return {
    progress,
    done: () => reports.flatMap((report) => (report.type === "progress" ? [report.done] : [])),
    reports,
  };
}

test("the lengths of all files are added up, and the end is always reported", () => {
  const { progress, done, reports } = watch(2 * mib);
  const [one, other] = [progress.of("one"), progress.of("other")];

  one(mib / 2);
  other(mib);
  one(mib - 1000);
  one(mib);

  expect(done()).toEqual([0, mib / 2, 1.5 * mib, 2 * mib - 1000, 2 * mib]);
  expect(reports[0]).toEqual({ type: "progress", step: "reading", done: 0, total: 2 * mib, unit: "bytes" });
});

test("a file that grows by less than 256 KiB is not reported before that much has come together", () => {
  const { progress, done } = watch(2 * mib);
  const length = progress.of("one");

  for (let kib = 100; kib <= 600; kib += 100) length(kib * 1024);

  expect(done()).toEqual([0, 300 * 1024, 600 * 1024]);
});

test("of much, every half percent is reported", () => {
  const { progress, done } = watch(1000 * mib);
  const length = progress.of("one");

  for (let part = 1; part <= 10; part += 1) length(part * mib);

  expect(done()).toEqual([0, 5 * mib, 10 * mib]);
});

test("bytes that prove to be wrong are taken back", () => {
  const { progress, done } = watch(2 * mib);
  const length = progress.of("one");

  length(mib);
  length(0);

  expect(done()).toEqual([0, mib, 0]);
});

test("nothing to read is not reported", () => {
  expect(watch(0).done()).toEqual([]);
});
