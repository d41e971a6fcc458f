import { describe, expect, test } from "vitest";
import { composeFaults, loadCompose } from "./compose-from-memory.fixture.ts";
import { type Case, check, good } from "./refusals.fixture.ts";

const variants = [
  "variants:",
  "  base: {treefile: base.yaml, arches: [amd64, arm64]}",
  "  server: {inherits: base, treefile: server.yaml}",
  "",
].join("\n");

/** What each leg does without, by its name. */
function leftOut(text: string) {
  const legs = loadCompose(variants + text).composeFile.variants.flatMap((one) => one.legs);
  return Object.fromEntries(
    legs.map((leg) => [
      `${leg.variant}/${leg.architecture}`,
      leg.leftOut.map(({ step, reason }) => `${step}: ${reason}`),
    ]),
  );
}

describe("phases", () => {
  test("leaves steps out of all legs", () => {
    expect(leftOut("phases: {skip: [sbom, overview]}")["base/arm64"]).toEqual([
      "sbom: left out by phases.skip",
      "overview: left out by phases.skip",
    ]);
    expect(leftOut("")["base/arm64"]).toEqual([]);
    expect(leftOut("phases: {skip: lint, only: {lint: {variants: server}}}")["base/arm64"]).toEqual([
      "lint: left out by phases.skip",
    ]);
  });

  test.each([
    ["{variants: 'serv*'}", ["server/amd64", "server/arm64"]],
    ["{arches: amd64}", ["base/amd64", "server/amd64"]],
    ["{variables: {edition: server}}", ["server/amd64", "server/arm64"]],
    ["{variables: {edition: [server, 'b*']}}", ["base/amd64", "base/arm64", "server/amd64", "server/arm64"]],
    ["{arches: [arm64], variables: {edition: '?????'}}", undefined],
    ["{variants: server, arches: arm64, variables: {edition: server, suite: trixie}}", ["server/arm64"]],
    ["{}", ["base/amd64", "base/arm64", "server/amd64", "server/arm64"]],
  ])("lets only legs have a step that meet all of %s", (condition, having) => {
    const text = `phases: {only: {lint: ${condition}}}`;
    if (having === undefined) return expect(composeFaults(variants + text)).toHaveLength(1);
    const without = Object.entries(leftOut(text)).filter(([, steps]) => steps.length === 0);

    expect(without.map(([leg]) => leg)).toEqual(having);
  });

  test("says where it leaves out what of a leg, for whoever looks at what that comes to", () => {
    const { expand } = loadCompose(
      `${variants}phases:\n  skip: [sbom]\n  only: {lint: {variants: server}}\n`,
    );
    const shown = expand().variants[0]?.legs[0]?.settings.filter(({ path }) => path[0] === "without");

    expect(
      shown?.map(({ path, value, origin }) => [path, value, origin.from === "file" && origin.line]),
    ).toEqual([
      [["without", "sbom"], "left out by phases.skip", 6],
      [["without", "lint"], "left out by phases.only.lint", 7],
    ]);
  });

  test("gives steps more or less time", () => {
    const { timeouts } = loadCompose(`${variants}phases: {timeouts: {root: 4h, image: 90s}}`).composeFile;

    expect(timeouts).toEqual({ root: 14_400, image: 90 });
  });

  test("has steps tried again more often, or never", () => {
    const { retries } = loadCompose(`${variants}phases: {retries: {packages: 5, lock: 0}}`).composeFile;

    expect(retries).toEqual({ packages: 5, lock: 0 });
  });
});

const phases = (keys: string): string => `variants:\n${good}phases: {${keys}}\n`;
const refused = (cases: readonly (Omit<Case, "text"> & { readonly keys: string })[]) =>
  check(cases.map(({ keys, ...rest }) => ({ text: phases(keys), ...rest })));

describe("what is wrong with phases has its place", () => {
  refused([
    {
      keys: "skip: lnt",
      says: '3:16 there is no step "lnt"',
      allowed: "sbom, lint, disks, report, overview",
      hint: "`lint`",
    },
    {
      keys: "skip: [lint, image]",
      says: '3:23 the compose cannot do without "image"',
      key: "phases.skip[1]",
      hint: "--skip image",
    },
    { keys: "skip: output", says: '3:16 the compose cannot do without "output"' },
    { keys: "skip: []", says: "3:16 the list is empty" },
    { keys: "skip: constructor", says: '3:16 there is no step "constructor"' },
    { keys: "only: {overview: {}}", says: "3:17 `overview` is a step of the whole compose, not of a leg" },
    { keys: "only: {root: {}}", says: '3:17 the compose cannot do without "root"', key: "phases.only.root" },
    { keys: "only: {lint: {variants: srv}}", says: '3:34 no variant matches "srv"', allowed: "ok" },
    { keys: "only: {lint: {arches: arm64}}", says: '3:32 no architecture of these variants matches "arm64"' },
    { keys: "only: {lint: {variables: {edtion: a}}}", says: '3:36 no leg has a variable "edtion"' },
    {
      keys: "only: {lint: {variables: {edition: srv}}}",
      says: '3:45 the variable `edition` of no leg matches "srv"',
      allowed: "base",
    },
    {
      keys: "only: {lint: {when: x}}",
      says: "3:24 this key does not exist",
      allowed: "variants, arches, variables",
    },
    { keys: "when: x", says: "3:10 this key does not exist", hint: "Write `only`." },
    { keys: "timeouts: {output: 4h}", says: '3:21 "output" is a phase, not a step' },
    { keys: "timeouts: {root: 4}", says: "3:27 expected a string, not a number" },
    { keys: "retries: {gather: 4}", says: '3:20 "gather" is a phase, not a step' },
    { keys: "retries: {lock: 11}", says: "3:26 the number is too big", allowed: "10" },
    { keys: "retries: {lok: 1}", says: '3:20 there is no step "lok"', hint: "`lock`" },
    { keys: "retry: 3", says: "3:10 this key does not exist", hint: "Write `retries: {STEP: 5}`." },
    { keys: "timeouts: {root: 4 hours}", says: '3:27 "4 hours" is not a time', allowed: "90s" },
  ]);

  test("and conditions that a leg with errors may meet are not reported beside these errors", () => {
    const text =
      "variants:\n  b: {treefile: none.yaml, arches: [amd64]}\nphases: {only: {lint: {variants: x}}}\n";

    expect(composeFaults(text)).toEqual(["compose.yaml:3:17 the treefile does not exist"]);
  });
});
