import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { composeErrors, composePath, loadCompose } from "./compose-from-memory.fixture.ts";
import { type Setting, mergeSettings } from "./merge-settings.ts";
import { resolvedSettings } from "./resolved-settings.ts";

/** Loads, and fails for anything thrown but `compose-file-invalid`; errors must have a place that exists. */
function loadsOrExplains(content: string): void {
  const lines = content.split(/\r\n|\n|\r/);
  for (const { file, line, column, message } of composeErrors({ [composePath]: content })) {
    expect(message).not.toBe("");
    expect(file).toBeDefined();
    if (file !== composePath) continue;
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[(line ?? 1) - 1]?.length ?? 0) + 1);
  }
}

const word = fc.oneof(
  fc.constantFrom("ok", "base.yaml", "amd64", "o*", "toString", "__proto__", "constructor", "${a}", "!", ""),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const names = ["toString", "constructor", "__proto__", "valueOf", "ok", "a"];
const keys = [
  "inherits",
  "name",
  "treefile",
  "arches",
  "build",
  "metadata",
  "runs-on",
  "required",
  "variants",
  "ostree",
  "output",
  "skip",
  "only",
  "timeouts",
];
const more = ["short", "version", "ref", "packages", "owner"];
const key = fc.oneof(fc.constantFrom(...keys, ...more, ...names), word);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    word,
    fc.constantFrom(null, true, false, 13.1, 0, Number.NaN),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(key, tie("any"), { maxKeys: 3 }),
  ),
})).any;
const good = () => ({
  release: { short: "x", name: "X", version: "13" } as Record<string, unknown>,
  variants: { ok: { treefile: "base.yaml", arches: ["amd64"], metadata: { owner: "me" } } } as Record<
    string,
    unknown
  >,
  overrides: [{ variants: "ok", required: false }] as unknown[],
  patterns: { ref: ["debian/*"] } as Record<string, unknown>,
  phases: { skip: "overview", only: { lint: { variants: "o*" } }, timeouts: { root: "4h" } } as Record<
    string,
    unknown
  >,
});

describe("whatever the file holds, it loads or its errors are told", () => {
  test("any value in place of any top-level key", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("release", "variants", "overrides", "patterns", "phases"),
        value,
        (part, of) => loadsOrExplains(dump({ ...good(), [part]: of })),
      ),
      { numRuns: 200 },
    );
  });

  test("any value in place of any key of a variant, an override, the release or the patterns", () => {
    const part = fc.constantFrom("variant", "override", "release", "patterns", "phases", "only");
    fc.assert(
      fc.property(part, key, value, (where, name, of) => {
        const file = good();
        const own = Object.fromEntries([[name, of]]);
        if (where === "variant") file.variants["v"] = { inherits: "ok", ...own };
        if (where === "override") file.overrides.push({ variants: "*", ...own });
        if (where === "release") file.release = { ...file.release, ...own };
        if (where === "patterns") file.patterns = { ...file.patterns, ...own };
        if (where === "phases") file.phases = { ...file.phases, ...own };
        if (where === "only") file.phases = { only: { lint: own } };
        loadsOrExplains(dump(file));
      }),
      { numRuns: 300 },
    );
  });

  test("variants of any name and any content", () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.dictionary(key, value, { maxKeys: 3 }), { maxKeys: 4 }), (variants) =>
        loadsOrExplains(dump({ ...good(), variants })),
      ),
      { numRuns: 200 },
    );
  });

  test("a good file with a part cut out", () => {
    const text = dump(good());
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), (from, length) =>
        loadsOrExplains(text.slice(0, from) + text.slice(from + length)),
      ),
    );
  });
});

describe("merging", () => {
  const tree = fc.dictionary(
    fc.constantFrom("a", "b", "constructor"),
    fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.integer(),
        fc.array(fc.integer(), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("a", "b", "toString"), tie("any"), { maxKeys: 2 }),
      ),
    })).any,
    { maxKeys: 3 },
  );
  const isMap = (one: unknown): one is Record<string, unknown> =>
    typeof one === "object" && one !== null && !Array.isArray(one);
  /** What the rule says, one map into the other. */
  const merged = (below: unknown, above: unknown): unknown => {
    if (!isMap(below) || !isMap(above)) return above;
    const all = [...new Set([...Object.keys(below), ...Object.keys(above)])];
    return Object.fromEntries(
      all.map((name) => [
        name,
        Object.hasOwn(below, name) && Object.hasOwn(above, name)
          ? merged(below[name], above[name])
          : Object.hasOwn(above, name)
            ? above[name]
            : below[name],
      ]),
    );
  };
  const settingsOf = (slot: readonly string[], of: unknown): readonly Setting[] =>
    isMap(of) && Object.keys(of).length > 0
      ? Object.entries(of).flatMap(([name, member]) => settingsOf([...slot, name], member))
      : [{ slot, value: of, file: {} as Setting["file"], path: slot }];

  test("metadata is that of its maps merged one after the other, however often it is computed", () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (maps) => {
        const settings = maps.flatMap((map) => settingsOf(["metadata"], map));
        const once = resolvedSettings(mergeSettings(settings), composePath).metadata;

        expect(once).toEqual(maps.reduce<unknown>(merged, {}));
        expect(JSON.stringify(resolvedSettings(mergeSettings(settings), composePath).metadata)).toBe(
          JSON.stringify(once),
        );
      }),
    );
  });

  test("a file gives the same twice", () => {
    const text =
      "variants:\n  b: {treefile: base.yaml, arches: [arm64, amd64], metadata: {z: 1, a: {y: 1, b: 2}}}\n  a: {inherits: b, metadata: {a: {c: 3}}}\noverrides: [{variants: '*', arches: 'a*', metadata: {q: 1}}]\n";

    expect(JSON.stringify(loadCompose(text).expand())).toBe(JSON.stringify(loadCompose(text).expand()));
  });
});
