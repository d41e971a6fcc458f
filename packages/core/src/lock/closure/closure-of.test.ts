import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClosureMember } from "./closure-member.ts";
import { closureOf } from "./closure-of.ts";

function member(text: string): ClosureMember {
  const [name = "", ...fields] = text.split("; ");
  return { name, version: "1", stanza: [`Package: ${name}`, "Version: 1", ...fields, ""].join("\n") };
}
const set = [
  "app; Depends: libapp (>= 1), tool | other-tool, virtual",
  "libapp; Pre-Depends: libc",
  "libc",
  "tool",
  "other-tool",
  "provider; Provides: virtual",
  "extra; Depends: app",
  "init; Essential: yes; Depends: libc",
  "wish; Recommends: extra",
].map(member);
const closure = (names: readonly string[], recommends = false) =>
  [...closureOf(set, names, { recommends })].sort();

describe("the packages that others bring along", () => {
  test("are what they need, and what is essential", () => {
    expect(closure(["libapp"])).toEqual(["init", "libapp", "libc"]);
  });

  test("are the first alternative that is there, and what provides a name", () => {
    expect(closure(["app"])).toEqual(["app", "init", "libapp", "libc", "provider", "tool"]);
  });

  test("are recommended ones only if these are wanted", () => {
    expect(closure(["wish"])).toEqual(["init", "libc", "wish"]);
    expect(closure(["wish"], true)).toContain("extra");
  });

  test("are those of a package that provides the name that is asked for", () => {
    expect(closure(["virtual"])).toContain("provider");
  });

  test("are none for a name that is not there, or a version that is too old", () => {
    expect(closure(["absent"])).toEqual(closure([]));
    expect([
      ...closureOf([member("a; Depends: b (>= 2)"), member("b")], ["a"], { recommends: false }),
    ]).toEqual(["a"]);
  });

  test("grow with the names, and do not depend on the order of either", () => {
    const names = fc.subarray(set.map(({ name }) => name));
    fc.assert(
      fc.property(
        names,
        names,
        fc.shuffledSubarray(set, { minLength: set.length }),
        (one, other, shuffled) => {
          const both = closureOf(set, [...one, ...other], { recommends: true });
          expect([...closureOf(set, one, { recommends: true })].filter((name) => !both.has(name))).toEqual(
            [],
          );
          expect([...closureOf(shuffled, [...other, ...one], { recommends: true })].sort()).toEqual(
            [...both].sort(),
          );
        },
      ),
    );
  });
});
