import { expect, test } from "vitest";
import { parseMaintainer } from "./maintainer.ts";

test.each([
  ["Jo Doe <jo@example.org>", { name: "Jo Doe", email: "jo@example.org", isTeam: false }],
  ['"Jo, Doe" <jo@example.org>', { name: "Jo, Doe", email: "jo@example.org", isTeam: false }],
  ["Jo (JD) Doe <jo@x>", { name: "Jo (JD) Doe", email: "jo@x", isTeam: false }],
  ["Debian GCC Maintainers <debian-gcc@lists.debian.org>", { isTeam: true }],
  ["Wine <pkg-wine@lists.alioth.debian.org>", { isTeam: true }],
  ["RPM <team+pkg-rpm@tracker.debian.org>", { isTeam: true }],
  ["Nobody", { name: "Nobody", isTeam: false }],
  ["Jo <not an address>", { name: "Jo", isTeam: false }],
  ["Jo\u001b[2J <jo@example.org\u202e>", { name: "Jo [2J", isTeam: false }],
])("%s", (field, expected) => {
  expect(parseMaintainer(field)).toMatchObject(expected);
});

test.each(["", "<jo@example.org>", " \t", "\u200b <jo@example.org>"])("%j names nobody", (field) => {
  expect(parseMaintainer(field)).toBeUndefined();
});

test("an address that is none is left out", () => {
  expect(parseMaintainer("Jo <a b@c>")).not.toHaveProperty("email");
});
