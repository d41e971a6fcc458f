import { expect, test } from "vitest";
import { parseRelations } from "../deb822/relations.ts";
import { indexPackages } from "../deb822/packages-index.ts";
import { packageUniverse } from "../lock/package-universe.ts";
import { completingPins, offersElsewhere } from "./completing-pins.ts";

/** Sources by their ids, each with stanzas `name version; Field: value`; only the first is automatic. */
function universeOf(sources: Readonly<Record<string, readonly string[]>>) {
  return packageUniverse(
    Object.entries(sources).map(([sourceId, stanzas], index) => ({
      sourceId,
      suite: sourceId,
      notAutomatic: index > 0,
      index: indexPackages(
        stanzas
          .map((text) => {
            const [head = "", ...fields] = text.split("; ");
            const [name, version] = head.split(" ");
            return [`Package: ${name}`, `Version: ${version}`, ...fields, ""].join("\n");
          })
          .join("\n"),
      ),
    })),
  );
}
const pinned = (
  field: string,
  sources: Readonly<Record<string, readonly string[]>>,
  ids = ["backports", "experimental"],
) =>
  completingPins(parseRelations(field), universeOf(sources), ids).map(
    ({ package: name, pin }) => `${name} ${pin.replace("version ", "")}`,
  );

test("what the suite meets comes from the suite, however new other sources are", () => {
  expect(pinned("a (>= 1), b", { debian: ["a 1", "b 1"], backports: ["a 2", "b 2"] })).toEqual([]);
});

test("a bound that the suite cannot meet is met from the first source that has enough", () => {
  const sources = {
    debian: ["a 1", "b 1", "c 1"],
    backports: ["a 2", "b 2", "c 2"],
    experimental: ["a 3", "b 3", "c 3"],
  };
  expect(pinned("a (>= 2), b (>= 3), c", sources)).toEqual(["a 2", "b 3"]);
  expect(pinned("a (>= 2)", sources, ["experimental"])).toEqual(["a 3"]);
  expect(pinned("a (>= 2)", sources, [])).toEqual([]);
});

test("what it needs in turn comes with it, as far as the suite cannot meet that either", () => {
  const sources = {
    debian: ["a 1", "lib 1", "other 1", "pre 1"],
    backports: ["a 2; Depends: lib (>= 2), other; Pre-Depends: pre (>= 2)", "lib 2", "other 2", "pre 2"],
  };
  expect(pinned("a (>= 2)", sources)).toEqual(["a 2", "pre 2", "lib 2"]);
});

test("packages of one source package go together, but what the unneeded of them want does not come", () => {
  const sources = {
    debian: ["libx-dev 1; Source: x", "x-bin 1; Source: x", "y 1"],
    backports: [
      "libx-dev 2; Source: x",
      "x-bin 2+b1; Source: x (2); Depends: y (>= 2)",
      "y 2",
      "other 2; Source: xx",
    ],
  };
  expect(pinned("libx-dev (>= 2)", sources)).toEqual(["libx-dev 2", "x-bin 2+b1"]);
  expect(pinned("libx-dev (>= 2), x-bin", sources)).toEqual(["libx-dev 2", "x-bin 2+b1", "y 2"]);
});

test("a virtual package is met by what provides it", () => {
  const sources = {
    debian: ["debhelper 13; Provides: debhelper-compat (= 13)"],
    backports: ["debhelper 14; Provides: debhelper-compat (= 13), debhelper-compat (= 14)"],
  };
  expect(pinned("debhelper-compat (= 13)", sources)).toEqual([]);
  expect(pinned("debhelper-compat (= 14)", sources)).toEqual(["debhelper 14"]);
});

test("the alternative that the suite meets is enough", () => {
  expect(pinned("a (>= 2) | b", { debian: ["a 1", "b 1"], backports: ["a 2"] })).toEqual([]);
});

test("packages that need each other come to an end", () => {
  const sources = {
    debian: [],
    backports: ["a 2; Depends: b (>= 2)", "b 2; Depends: a (>= 2), gone"],
  };
  expect(pinned("a (>= 2)", { ...sources, debian: ["a 1", "b 1"] })).toEqual(["a 2", "b 2"]);
});

test("who has what the suite lacks is told, and nothing of what it has", () => {
  const universe = universeOf({ debian: ["a 1", "b 1"], backports: ["a 2", "b 2"] });
  const offers = offersElsewhere(parseRelations("a (>= 2), b, gone"), universe, ["backports"]);
  expect(offers.map(({ name, version, part }) => [part.sourceId, name, version])).toEqual([
    ["backports", "a", "2"],
  ]);
});
