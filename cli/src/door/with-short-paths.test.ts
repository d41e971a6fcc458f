import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { withShortPaths } from "./with-short-paths.ts";

const paths = ["/home/me/trees/a.yaml", "/home/me/out", "/srv/cache", "/home/me"];

test.each([
  ["there is no lock /home/me/trees/a.yaml", "there is no lock trees/a.yaml"],
  ['no compose "x" in /home/me/out.', 'no compose "x" in out.'],
  ["/home/me/out/latest: not a directory", "out/latest: not a directory"],
  ["/home/me/out.old and /home/me/outer stay", "./out.old and ./outer stay"],
  ["/srv/cache is elsewhere", "/srv/cache is elsewhere"],
  [
    "a file of the image, /var/home/me/out, is not meant",
    "a file of the image, /var/home/me/out, is not meant",
  ],
])("%s", (message, shown) => {
  expect(withShortPaths(new DebootcError("usage", message), paths, "/home/me")).toMatchObject({
    code: "usage",
    message: shown,
  });
});

test("the hint is a command that can be typed", () => {
  const error = new DebootcError("usage", "no lock", { hint: "Run: debootc lock /home/me/trees/a.yaml" });

  expect(withShortPaths(error, paths, "/home/me")).toMatchObject({ hint: "Run: debootc lock trees/a.yaml" });
});

test("a fault of debootc stays as it is, with its stack", () => {
  const fault = new Error("/home/me/out");

  expect(withShortPaths(fault, paths, "/home/me")).toBe(fault);
});
