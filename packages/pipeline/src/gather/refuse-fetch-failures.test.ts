import { lockedOf } from "@debootc/core/lock/lock-section.fixture";
import { DownloadError, type DownloadErrorKind } from "@debootc/tools/http/download-error";
import { expect, test } from "vitest";
import { refuseFetchFailures } from "./refuse-fetch-failures.ts";

const failed = (count: number, kind: DownloadErrorKind, message: string) =>
  Array.from({ length: count }, (_, n) => ({
    locked: lockedOf(`p${n}`, "1"),
    troubles: new Map([[`http://a.example.org/debian/p${n}.deb`, new DownloadError(kind, message)]]),
  }));

test("many packages that failed for one reason of their server are told by it", () => {
  expect(() => refuseFetchFailures(failed(60, "unreachable", "connect ECONNREFUSED"), 90)).toThrow(
    expect.objectContaining({
      code: "mirror-unreachable",
      message:
        "60 of 90 packages could not be fetched:\n" +
        "  60 packages from http://a.example.org: connect ECONNREFUSED; the first of them are p0 1 amd64, p1 1 amd64, p10 1 amd64",
      hint: expect.stringContaining("Run again to go on where this stopped"),
    }),
  );
});

test("few, and those that the server does not have, are listed one by one", () => {
  for (const failures of [failed(3, "unreachable", "500"), failed(60, "gone", "404 Not Found")]) {
    expect(() => refuseFetchFailures(failures, 90)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(new RegExp(`^(?:[^\n]*\n){${failures.length}}[^\n]*$`)),
      }),
    );
  }
});
