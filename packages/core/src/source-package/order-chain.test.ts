import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import type { ChainSource } from "./chain-source.ts";
import { described, scope, sourceOf } from "./chain-source.fixture.ts";
import { orderChain } from "./order-chain.ts";

function refusal(sources: readonly ChainSource[], profiles: string[] = []): DebootcError {
  try {
    orderChain(sources, { ...scope, profiles });
  } catch (error) {
    if (error instanceof DebootcError) return error;
  }
  throw new Error("it was taken");
}

function levelsOf(...sources: readonly ChainSource[]): readonly (readonly string[])[] {
  return orderChain(sources, scope).levels;
}

test("a package is built after those that build what it needs", () => {
  const { levels, needs } = orderChain(
    [sourceOf("a", "b-dev, debhelper"), sourceOf("b", "c-dev (>= 2)"), sourceOf("c"), sourceOf("d", "c-dev")],
    scope,
  );

  expect(levels).toEqual([["c"], ["b", "d"], ["a"]]);
  expect(Object.fromEntries(needs)).toEqual({ c: [], b: ["c"], d: ["c"], a: ["c", "b"] });
});

test.each([
  ["a version that the chain does not build", "b-dev (>= 3)"],
  ["another architecture", "b-dev [arm64]"],
  ["a profile that is not active", "b-dev <stage1>"],
  ["a package of the archive", "e-dev"],
])("a relation to %s makes no order", (_what, relation) => {
  expect(orderChain([sourceOf("a", relation), sourceOf("b")], scope).levels).toEqual([["a", "b"]]);
});

test("packages that this build does not make answer nothing", () => {
  const b = sourceOf("b", undefined, {
    packageList: [
      { name: "b-dev", type: "deb", architectures: ["arm64"], profiles: [] },
      { name: "b-doc", type: "deb", architectures: ["all"], profiles: [["!nodoc"]] },
      { name: "b-udeb", type: "udeb", architectures: ["any"], profiles: [] },
    ],
  });
  const levels = (relation: string, profiles: string[] = []) =>
    orderChain([sourceOf("a", relation), b], { ...scope, profiles }).levels;

  expect(levels("b-dev, b-udeb")).toEqual([["a", "b"]]);
  expect(levels("b-doc")).toEqual([["b"], ["a"]]);
  expect(levels("b-doc", ["nodoc"])).toEqual([["a", "b"]]);
});

test("only the fields of what is built count", () => {
  const a = sourceOf("a", undefined, {
    relations: { buildDependsIndep: "b-dev", buildDependsArch: "c-dev" },
  });
  const sources = [a, sourceOf("b"), sourceOf("c")];

  expect(orderChain(sources, { ...scope, types: ["any"] }).needs.get("a")).toEqual(["c"]);
  expect(orderChain(sources, { ...scope, types: ["any", "all"] }).needs.get("a")).toEqual(["b", "c"]);
});

test("debhelper of the chain comes before what asks for a level of it", () => {
  const debhelper = sourceOf("debhelper", undefined, {
    packageList: [{ name: "debhelper", type: "deb", architectures: ["all"], profiles: [] }],
  });

  expect(orderChain([sourceOf("a", "debhelper-compat (= 13)"), debhelper], scope).levels).toEqual([
    ["debhelper"],
    ["a"],
  ]);
});

test("a second alternative of the chain is waited for unless that makes a cycle", () => {
  expect(orderChain([sourceOf("a", "x | b-dev"), sourceOf("b")], scope).levels).toEqual([["b"], ["a"]]);
  expect(orderChain([sourceOf("a", "x | b-dev"), sourceOf("b", "a-dev")], scope).levels).toEqual([
    ["a"],
    ["b"],
  ]);
});

test("what provides a package that is needed comes before", () => {
  const b = sourceOf("b", undefined, described("b", { provides: "virtual, other (= ${binary:Version})" }));

  expect(levelsOf(sourceOf("a", "virtual"), b)).toEqual([["b"], ["a"]]);
  expect(levelsOf(sourceOf("a", "other (>= 2)"), b)).toEqual([["b"], ["a"]]);
});

test.each([
  ["without a version answers no relation to one", "virtual (>= 1)", "virtual"],
  ["in another version answers nothing", "virtual (>= 3)", "virtual (= ${source:Version})"],
  [
    "in a version that only the build knows answers no relation to one",
    "virtual (>= 1)",
    "virtual (= ${x:V})",
  ],
  ["on another architecture answers nothing", "virtual", "virtual [arm64]"],
  ["by a variable is not known", "virtual", "${x:Provides}"],
])("what is provided %s", (_rule, relation, provides) => {
  expect(levelsOf(sourceOf("a", relation), sourceOf("b", undefined, described("b", { provides })))).toEqual([
    ["a", "b"],
  ]);
});

test("a package of that name counts before those that provide it", () => {
  const c = sourceOf("c", undefined, described("c", { provides: "b-dev" }));

  expect(orderChain([sourceOf("a", "b-dev"), sourceOf("b"), c], scope).needs.get("a")).toEqual(["b"]);
});

test("of several that provide a package each is waited for unless that makes a cycle", () => {
  const b = sourceOf("b", undefined, described("b", { provides: "virtual" }));
  const c = sourceOf("c", "a-dev", described("c", { provides: "virtual" }));

  expect(levelsOf(sourceOf("a", "virtual"), b, c)).toEqual([["b"], ["a"], ["c"]]);
});

test("a cycle through provided packages is reported with the profile that breaks it", () => {
  const a = sourceOf("a", undefined, described("a", { provides: "virtual" }));
  const error = refusal([
    { ...a, relations: { buildDepends: "b-dev" } },
    sourceOf("b", "virtual <!nocheck>"),
  ]);

  expect(error.message).toBe(
    "these source packages need each other to be built:\n  a needs b-dev, which b builds\n  b needs virtual (provided by a-dev), which a builds",
  );
  expect(error.hint).toContain("With --profiles nocheck, b does not need virtual (provided by a-dev).");
});

test("what a needed package of the chain depends on comes before, however far it is", () => {
  const chain = [
    sourceOf("a", "b-dev"),
    sourceOf("b", undefined, described("b", { depends: "${misc:Depends}, c-dev (>= ${binary:Version})" })),
    sourceOf("c", undefined, described("c", { depends: "virtual" })),
    sourceOf("d", undefined, described("d", { provides: "virtual" })),
  ];
  const { levels, needs } = orderChain(chain, scope);

  expect(levels).toEqual([["b", "c", "d"], ["a"]]);
  expect(Object.fromEntries(needs)).toEqual({ a: ["b", "c", "d"], b: [], c: [], d: [] });
});

test.each([
  ["a version that the chain does not build", "c-dev (>= 3)"],
  ["another architecture", "c-dev [arm64]"],
  ["a variable that only the build fills in", "${shlibs:Depends}"],
  ["what nobody can read", "c-dev c-dev, (= 1"],
])("a dependency on %s makes no order", (_what, depends) => {
  expect(
    levelsOf(sourceOf("a", "b-dev"), sourceOf("b", undefined, described("b", { depends })), sourceOf("c")),
  ).toEqual([["b", "c"], ["a"]]);
});

test("a cycle only of dependencies of needed packages does not matter", () => {
  const b = sourceOf("b", undefined, described("b", { depends: "c-dev" }));

  expect(levelsOf(sourceOf("a", "b-dev"), b, sourceOf("c", "a-dev"))).toEqual([["b"], ["a"], ["c"]]);
});

test("a dependency of a needed package counts before a second alternative", () => {
  const b = sourceOf("b", undefined, described("b", { depends: "z-dev" }));
  const sources = [sourceOf("a", "b-dev"), b, sourceOf("z", "x | a-dev")];

  expect(levelsOf(...sources)).toEqual([["b", "z"], ["a"]]);
  expect(levelsOf(...sources.toReversed())).toEqual([["z", "b"], ["a"]]);
});

test("of two packages of one name the later version counts, however they are given", () => {
  const twin = { binaries: ["x"], packageList: [] };
  const sources = [
    sourceOf("a", "x"),
    sourceOf("b", "", { ...twin, version: "10" }),
    sourceOf("c", "", twin),
  ];

  expect(orderChain(sources, scope).needs.get("a")).toEqual(["b"]);
  expect(orderChain(sources.toReversed(), scope).needs.get("a")).toEqual(["b"]);
});

test("a source package that needs its own packages is built with those of the archive", () => {
  expect(orderChain([sourceOf("a", "a-dev")], scope).levels).toEqual([["a"]]);
});

test("the shortest cycle is reported, with the profile that breaks it", () => {
  const error = refusal([
    sourceOf("a", "b-dev"),
    sourceOf("b", "c-dev (>= 1)"),
    sourceOf("c", "a-dev <!nocheck>, b-dev"),
  ]);

  expect([error.code, error.exitStatus]).toEqual(["chain-cycle", 31]);
  expect(error.message).toBe(
    "these source packages need each other to be built:\n  b needs c-dev (>= 1), which c builds\n  c needs b-dev, which b builds",
  );
  expect(error.hint).not.toContain("--profiles");
  const broken = refusal([sourceOf("a", "b-dev"), sourceOf("b", "a-dev <!nocheck !cross>, x <!stage1>")]);
  expect(broken.hint).toContain(
    "With --profiles cross, b does not need a-dev. With --profiles nocheck, b does",
  );
  expect(broken.hint).not.toContain("stage1");
});

test("a profile that is active already breaks its cycle", () => {
  const sources = [sourceOf("a", "b-dev"), sourceOf("b", "a-dev <!nocheck>")];

  expect(orderChain(sources, { ...scope, profiles: ["nocheck"] }).levels).toEqual([["b"], ["a"]]);
});

test("the same source package twice is refused", () => {
  expect(refusal([sourceOf("a"), sourceOf("a")])).toMatchObject({ code: "usage" });
});
