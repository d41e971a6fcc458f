import { expect, test } from "vitest";
import type { AptFailure } from "./apt-failure.ts";
import { refuseOnFullDisk } from "./refuse-on-full-disk.ts";

const failure = (kind: AptFailure["kind"]): AptFailure => ({
  kind,
  uri: "http://archive.test/debian/dists/trixie/InRelease",
  detail: "Connection failed\n[IP: 192.0.2.1 80]",
});

test.each(["unreachable", "damaged", "stalled", "no-suite"] as const)(
  "an archive that is called %s is not blamed for a disk that is full",
  (kind) => {
    expect(() => refuseOnFullDisk([failure("expired"), failure(kind)], "/lists", () => true)).toThrow(
      "apt-get update: cannot read http://archive.test/debian/dists/trixie/InRelease: the disk of /lists is full (what was seen of it: Connection failed)",
    );
  },
);

test("an archive that cannot be reached is blamed while the disk has room", () => {
  expect(() => refuseOnFullDisk([failure("unreachable")], "/lists", () => false)).not.toThrow();
});

test("a full disk changes nothing about a signature that is not accepted", () => {
  expect(() => refuseOnFullDisk([failure("unknown-key")], "/lists", () => true)).not.toThrow();
});
