import { describe, expect, test } from "vitest";
import { lockedOf } from "../lock-section.fixture.ts";
import { universeOf } from "../universe.fixture.ts";
import { blockersOf } from "./blockers-of.ts";
import { isSecuritySuite, securityChoices } from "./security-choice.ts";

const offers = (main: readonly string[], security: readonly string[]) =>
  universeOf({ trixie: main, "trixie-security": security });

describe("the version of a locked package", () => {
  const chosen = (locked: string, security: readonly string[]) => {
    const universe = offers(["a 9"], security);
    const [choice] = securityChoices([lockedOf("a", locked)], universe);
    return [choice?.version, choice?.isUpdate];
  };

  test("is the newest of a security suite that is newer than the locked one", () => {
    expect(chosen("1", ["a 1+deb13u1", "a 1+deb13u10", "a 1+deb13u9"])).toEqual(["1+deb13u10", true]);
  });

  test.each([[["a 1~deb13u1"]], [["a 1"]], [["b 2"]], [[]]])(
    "stays the locked one beside %j, whatever other suites have",
    (security) => expect(chosen("1", security)).toEqual(["1", false]),
  );
});

test.each([
  ["trixie-security", true],
  ["stable-security", true],
  ["trixie-updates", false],
  ["trixie", false],
  ["security", false],
])("%s is a security suite: %s", (suite, is) => expect(isSecuritySuite(suite)).toBe(is));

describe("what stands in the way of updates", () => {
  const blockers = (
    locked: readonly string[],
    main: readonly string[],
    security: readonly string[],
    released: readonly string[] = [],
  ) => {
    const universe = offers(main, security);
    const choices = securityChoices(
      locked.map((one) => {
        const [name = "", version = ""] = one.split(" ");
        return lockedOf(name, version);
      }),
      universe,
    );
    return blockersOf(choices, new Set(released), universe);
  };

  test("nothing, if the locked versions fit", () => {
    expect(blockers(["a 1", "b 1"], ["a 1", "b 1", "b 2"], ["a 2; Depends: b"])).toEqual([]);
  });

  test("a locked package that an update needs newer, or breaks", () => {
    expect(blockers(["a 1", "b 1"], ["a 1", "b 1", "b 2"], ["a 2; Depends: b (>= 2)"])).toEqual(["b"]);
    expect(blockers(["a 1", "b 1"], ["a 1", "b 1", "b 2"], ["a 2; Breaks: b (<< 2)"])).toEqual(["b"]);
  });

  test("a locked package that needs exactly what is updated", () => {
    expect(blockers(["a 1", "b 1"], ["a 1", "b 1; Depends: a (= 1)"], ["a 2"])).toEqual(["b"]);
  });

  test("a locked package that does not go with what an update newly needs", () => {
    const main = ["a 1", "b 1", "b 2", "c 1; Depends: d", "d 1; Depends: b (>= 2)"];

    expect(blockers(["a 1", "b 1"], main, ["a 2; Depends: c"])).toEqual(["b"]);
  });

  test("what was let go is taken as apt prefers it, and may bring others with it", () => {
    const main = ["a 1", "b 1", "b 2; Depends: c (= 2)", "c 1", "c 2"];
    const security = ["a 2; Depends: b (>= 2)"];

    expect(blockers(["a 1", "b 1", "c 1"], main, security)).toEqual(["b"]);
    expect(blockers(["a 1", "b 1", "c 1"], main, security, ["b"])).toEqual(["c"]);
    expect(blockers(["a 1", "b 1", "c 1"], main, security, ["b", "c"])).toEqual([]);
  });

  test("not what was wrong between locked packages before", () => {
    expect(blockers(["a 1", "b 1"], ["a 1; Depends: b (>= 2)", "b 1"], [])).toEqual([]);
  });
});
