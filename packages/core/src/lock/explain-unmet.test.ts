import { describe, expect, test } from "vitest";
import { explainUnmet } from "./explain-unmet.ts";
import { universeOf } from "./universe.fixture.ts";

function explain(
  stanzas: readonly string[],
  wanted: readonly string[],
  excluded: readonly string[] = [],
): string[] {
  return explainUnmet({
    wanted: wanted.map((name) => ({ name, because: "treefile", origin: originOf(name) })),
    excluded,
    universe: universeOf({ trixie: stanzas }),
    place: "trixie for amd64",
  }).map(({ message, origin }) => {
    expect(origin).toEqual(originOf(/wants (\S+)/.exec(message)?.[1] ?? ""));
    return message;
  });
}

/** A separate place for each name. */
function originOf(name: string) {
  return { file: `/tree/${name}.yaml`, line: 1, column: 1 };
}

describe("an unmet dependency", () => {
  test("is followed down to the missing package", () => {
    const why = explain(
      ["nginx-extras 1; Depends: libfoo (>= 2)", "libfoo 3; Pre-Depends: libbar"],
      ["nginx-extras"],
    );

    expect(why).toEqual([
      "treefile wants nginx-extras -> depends libfoo (>= 2) -> depends libbar -> libbar is not available in trixie for amd64",
    ]);
  });

  test("names the available version if it does not match", () => {
    const why = explain(["a 1; Depends: b (>= 2)", "b 1.5"], ["a"]);

    expect(why).toEqual(["treefile wants a -> depends b (>= 2) -> trixie has b 1.5"]);
  });

  test("lists what is wrong with each alternative", () => {
    const why = explain(["a 1; Depends: b | c (>= 2)", "c 1"], ["a"]);

    expect(why).toEqual([
      "treefile wants a -> depends b | c (>= 2) -> b is not available in trixie for amd64, trixie has c 1",
    ]);
  });

  test("continues through a provider", () => {
    const why = explain(["a 1; Depends: mta", "exim 1; Provides: mta; Depends: gone"], ["a"]);

    expect(why).toEqual([
      "treefile wants a -> depends mta -> provided by exim -> depends gone -> gone is not available in trixie for amd64",
    ]);
  });

  test("says that exclude-packages hides a needed package", () => {
    const why = explain(["a 1; Depends: b", "b 1; Depends: c", "c 1"], ["a"], ["c"]);

    expect(why).toEqual(["treefile wants a -> depends b -> depends c -> excluded by exclude-packages"]);
  });

  test("is shown once for all chains that end there, by the shortest chain", () => {
    const why = explain(
      ["a 1; Depends: b", "b 1; Depends: gone (>= 2)", "c 1; Depends: gone"],
      ["a", "b", "c"],
    );

    expect(why).toEqual([
      "treefile wants b -> depends gone (>= 2) -> gone is not available in trixie for amd64 (and 2 more chains end there)",
    ]);
  });

  test("is no failure if another alternative works, or in a circle", () => {
    expect(explain(["a 1; Depends: gone | b", "b 1; Depends: a"], ["a"])).toEqual([]);
  });

  test("needs a versioned provide for a versioned relation", () => {
    const stanzas = ["a 1; Depends: api (= 2)", "p 1; Provides: api", "q 1; Provides: api (= 2)"];

    expect(explain(stanzas, ["a"])).toEqual([]);
    expect(explain(stanzas.slice(0, 2), ["a"])).not.toEqual([]);
  });
});

describe("a conflict", () => {
  test("is shown from both sides", () => {
    const why = explain(
      ["a 1; Depends: x", "x 1; Conflicts: y (<< 2)", "b 1; Depends: y", "y 1"],
      ["a", "b"],
    );

    expect(why).toEqual([
      "treefile wants a -> depends x -> conflicts with y (<< 2) -> but treefile wants b -> depends y",
    ]);
  });

  test("does not arise with a version out of range, or with the package's own provide", () => {
    expect(explain(["a 1; Breaks: b (<< 2)", "b 2"], ["a", "b"])).toEqual([]);
    expect(explain(["a 1; Provides: mta; Conflicts: mta"], ["a"])).toEqual([]);
  });

  test("counts between providers of one name", () => {
    const both = ["a 1; Provides: mta; Conflicts: mta", "b 1; Provides: mta; Conflicts: mta"];
    const why = explain(both, ["a", "b"]);

    expect(why).toEqual(["treefile wants a -> conflicts with mta -> but treefile wants b"]);
  });
});
