import fc from "fast-check";
import { expect, test } from "vitest";
import { debianArchitectures } from "../debian/debian-architecture.ts";
import { loadHubFile } from "./load-hub-file.ts";
import { runPlanOf } from "./run-plan-of.ts";

const load = (text: string) => loadHubFile(Buffer.from(text));
const leg = (variant: string, architecture: string) => ({
  variant,
  architecture,
  runsOn: ["ubuntu-latest"],
  required: true,
});

test("a run builds packages, then legs of their architecture, then joins them, then releases", () => {
  const file = load("packages: [{source: p/a}]\nrunners: {arm64: [arm]}\n");
  const plan = runPlanOf(file, [leg("a", "amd64"), leg("a", "arm64")], { isRelease: true });

  expect(plan.map(({ kind, name, needs, runsOn }) => [kind, name, needs, runsOn])).toEqual([
    ["package", "p/a/amd64", [], ["ubuntu-latest"]],
    ["package", "p/a/arm64", [], ["arm"]],
    ["leg", "a/amd64", [0], ["ubuntu-latest"]],
    ["leg", "a/arm64", [1], ["arm"]],
    ["assemble", "assemble", [2, 3], ["ubuntu-latest"]],
    ["release", "release", [4], ["ubuntu-latest"]],
  ]);
});

test("a single leg is not joined with anything", () => {
  const plan = runPlanOf(load(""), [leg("a", "amd64")], { isRelease: true });
  expect(plan.map(({ kind, needs }) => [kind, needs])).toEqual([
    ["leg", []],
    ["release", [0]],
  ]);
});

test("a run of too many tasks is refused before they are listed", () => {
  const file = load("packages: [{source: p/a}, {source: p/b, arches: [amd64]}]\n");
  const legs = (count: number) =>
    Array.from({ length: count }, (_, index) => leg(`v${index}`, index % 2 === 0 ? "amd64" : "arm64"));
  expect(runPlanOf(file, legs(997), { isRelease: true })).toHaveLength(1002);
  expect(() => runPlanOf(file, legs(998), { isRelease: true })).toThrow(
    "the run has 3 package builds and 998 legs; allowed are 1000 together",
  );
});

test("on the fleet, all tasks but the release are for hosts, which need only the labels that the file names", () => {
  const file = load("fleet: true\npackages: [{source: p/a}]\nrunners: {arm64: [kvm]}\n");
  const plan = runPlanOf(file, [leg("a", "amd64"), leg("a", "arm64")], { isRelease: true });

  expect(plan.map(({ kind, onFleet, runsOn }) => [kind, onFleet, runsOn])).toEqual([
    ["package", true, []],
    ["package", true, ["kvm"]],
    ["leg", true, []],
    ["leg", true, ["kvm"]],
    ["assemble", true, []],
    ["release", false, []],
  ]);
});

test("a package waits for those that it needs, of its architecture where they are built for it", () => {
  const file = load(
    "packages: [{source: app, needs: [lib, doc]}, {source: doc, arches: [amd64]}, {source: lib, needs: [doc]}]",
  );
  const plan = runPlanOf(file, [leg("a", "amd64"), leg("a", "arm64")], { isRelease: false });

  expect(plan.map(({ name, needs }) => [name, needs])).toEqual([
    ["doc/amd64", []],
    ["lib/amd64", [0]],
    ["lib/arm64", [0]],
    ["app/amd64", [0, 1]],
    ["app/arm64", [0, 2]],
    ["a/amd64", [0, 1, 3]],
    ["a/arm64", [2, 4]],
    ["assemble", [5, 6]],
  ]);
});

test("any packages are planned after what they need, and no ring of needs is planned or overlooked", () => {
  const needsOf = fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(needsOf, { minLength: 1, maxLength: 8 }), (all) => {
      const lines = all.map((needs, index) => {
        const named = needs.filter((one) => one < all.length).map((one) => `p${one}`);
        return `  - {source: p${index}${named.length === 0 ? "" : `, needs: [${named.join(", ")}]`}}\n`;
      });
      const reached = (from: number, seen = new Set<number>()): Set<number> => {
        for (const next of all[from]?.filter((one) => one < all.length) ?? []) {
          if (seen.has(next)) continue;
          seen.add(next);
          reached(next, seen);
        }
        return seen;
      };
      const hasRing = [...all.keys()].some((index) => reached(index).has(index));
      const text = `packages:\n${lines.join("")}`;
      if (hasRing) {
        expect(() => load(text)).toThrow(".github/debootc.yml has ");
        return;
      }
      const plan = runPlanOf(load(text), [leg("a", "amd64")], { isRelease: false });
      expect(plan).toHaveLength(all.length + 1);
      for (const [place, { name, needs }] of plan.entries()) {
        for (const needed of needs) expect(needed).toBeLessThan(place);
        if (!name.startsWith("p")) continue;
        const wanted = all[Number(/\d+/.exec(name)?.[0])]?.filter((one) => one < all.length);
        expect(new Set(needs.map((needed) => plan[needed]?.name))).toEqual(
          new Set(wanted?.map((one) => `p${one}/amd64`)),
        );
      }
    }),
  );
});

test("whatever a task needs comes before it, and no two of a kind have one name", () => {
  const some = fc.uniqueArray(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(...debianArchitectures)),
    { selector: ([variant, arch]) => `${variant}/${arch}`, minLength: 1 },
  );
  fc.assert(
    fc.property(some, fc.boolean(), fc.boolean(), (legs, isRelease, hasPackages) => {
      const file = load(hasPackages ? "packages: [{source: p/a}, {source: p/b, arches: [amd64]}]" : "");
      const plan = runPlanOf(
        file,
        legs.map(([variant, arch]) => leg(variant, arch)),
        { isRelease },
      );
      for (const [index, { needs }] of plan.entries())
        for (const needed of needs) expect(needed).toBeLessThan(index);
      expect(new Set(plan.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(plan.length);
    }),
  );
});
