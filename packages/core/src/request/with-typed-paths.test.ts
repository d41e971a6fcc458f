import { DebootcError } from "../error/debootc-error.ts";
import { expect, test } from "vitest";
import { withTypedPaths } from "./with-typed-paths.ts";

const typed = new Map([
  ["/home/me/trees/a.yaml", "trees/a.yaml"],
  ["/home/me/out", "out"],
  ["/srv/cache", "/srv/cache"],
  ["/home/you", "../you/"],
  ["/home/me", "."],
]);

test.each([
  ["there is no lock /home/me/trees/a.yaml", "there is no lock trees/a.yaml"],
  ['no compose "x" in /home/me/out.', 'no compose "x" in out.'],
  ["/home/me/out/latest: not a directory", "out/latest: not a directory"],
  ["/home/you/debian does not exist", "../you/debian does not exist"],
  ["/home/me/out.old and /home/me/outer stay", "./out.old and ./outer stay"],
  ["/srv/cache is elsewhere", "/srv/cache is elsewhere"],
  ["the image has /var/home/me/out", "the image has /var/home/me/out"],
])("%s", (message, shown) => {
  expect(withTypedPaths(new DebootcError("usage", message), typed)).toMatchObject({
    code: "usage",
    message: shown,
  });
});

test("the hint is a command that can be typed", () => {
  const error = new DebootcError("usage", "no lock", { hint: "Run: debootc lock /home/me/trees/a.yaml" });

  expect(withTypedPaths(error, typed)).toMatchObject({ hint: "Run: debootc lock trees/a.yaml" });
});

test("a fault of debootc stays as it is, with its stack", () => {
  const fault = new Error("/home/me/out");

  expect(withTypedPaths(fault, typed)).toBe(fault);
});
