import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, treefilePath } from "./load-from-memory.fixture.ts";
import { resolvedTreefile } from "./resolved-treefile.ts";
import { treefileKeyNames as treefileKeys } from "./treefile-keys.ts";

const included = "/tree/base.yaml";

/** Loads, and fails for anything thrown but `treefile-invalid`; errors must have a place that exists. */
function loadsOrExplains(content: string | Uint8Array, base: string | Uint8Array = "units: []\n"): void {
  const errors = errorsOf({ [treefilePath]: content, [included]: base });
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  const lines = text.split(/\r\n|\n|\r/);
  for (const { file, line, column, message } of errors) {
    expect(message).not.toBe("");
    if (file !== treefilePath || line === undefined || column === undefined) continue;
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
  }
  if (errors.length > 0) return;
  const { treefile } = loadFromMemory({ [treefilePath]: content, [included]: base });
  expect(resolvedTreefile.parse(resolvedTreefile.serialize(treefile), "the record")).toEqual(treefile);
}

const word = fc.oneof(
  fc.constantFrom(
    "vim",
    "trixie",
    "base.yaml",
    "ssh.service",
    "/etc/motd",
    "./repo/",
    "${a}",
    "$${a}",
    "${",
    "#!/bin/sh",
    "",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string>(...treefileKeys) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "source-packages", "<<") },
  { weight: 1, arbitrary: word },
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    word,
    fc.constantFrom(null, true, false, 13.1, 0, Number.NaN),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          "id",
          "uris",
          "suites",
          "components",
          "trusted",
          "signed-by",
          "labels",
          "cmd",
          "source",
        ),
        word,
      ),
      tie("any"),
      { maxKeys: 4 },
    ),
  ),
})).any;

describe("whatever the file holds, it loads or its errors are told", () => {
  test("bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => loadsOrExplains(bytes)));
  });

  test("text of YAML's own characters", () => {
    const unit = fc.constantFrom(
      ...Array.from("ab:-?[]{}&*!|>'\"%@`#,<~. \n\t\r\u0085\u2028\u{1f427}0$"),
      "\n  ",
      ": ",
      "- ",
      "ref: ",
      "${",
      "---\n",
      "&a ",
      "*a ",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => loadsOrExplains(text)),
      { numRuns: 500 },
    );
  });

  test("treefiles of wrong values", () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 5 }),
        fc.dictionary(key, value, { maxKeys: 3 }),
        (top, base) => {
          loadsOrExplains(
            dump({ ref: "a", suite: "sid", include: "base.yaml", ...top }),
            dump({ units: [], ...base }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a good treefile with a part cut out", () => {
    const good = [
      "ref: debian/${suite}/${basearch}/x",
      "suite: trixie",
      "variables: {a: 1, b: '${a}'}",
      "packages:",
      "  - vim nano",
      '  - "x${b}"',
      "sources:",
      "  - id: x",
      "    uris: [./a, https://example.org]",
      "    suites: ./",
      "    trusted: true",
      "postprocess:",
      "  - |",
      "    #!/bin/sh",
      "    true",
      "container: {labels: {a: 'b'}, cmd: [/x]}",
      "",
    ].join("\n");
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(40), (from, length) => {
        loadsOrExplains(good.slice(0, from) + good.slice(from + length));
      }),
      { numRuns: 300 },
    );
  });
});

describe("keys by the names of methods", () => {
  const map = { toString: "", valueOf: "", toJSON: "", constructor: "", hasOwnProperty: "", length: "" };

  test.each(treefileKeys)("%s takes no such map for something else", (key) => {
    for (const value of [map, [map], { a: map }]) {
      expect(() => loadsOrExplains(JSON.stringify({ ref: "a", suite: "sid", [key]: value }))).not.toThrow();
    }
  });
});

describe("size", () => {
  test("a file above one MiB is refused before it is parsed", () => {
    expect(errorsOf(`# ${"x".repeat(1024 * 1024)}`)).toMatchObject([
      { line: 1, column: 1, message: expect.stringContaining("1048578 bytes, more than the 1048576") },
    ]);
  });

  test("aliases that multiply are refused at the alias, without being replaced", () => {
    const levels = Array.from(
      { length: 25 },
      (_, level) => `x${level + 1}: &x${level + 1} [*x${level}, *x${level}]`,
    );
    const errors = errorsOf(["x0: &x0 [a, b, c, d, e, f, g, h]", ...levels].join("\n"));

    expect(errors).toMatchObject([
      { message: expect.stringContaining("aliases multiply"), line: expect.any(Number) },
    ]);
  });

  test("variables that multiply are refused", () => {
    const levels = Array.from({ length: 20 }, (_, level) => `  v${level + 1}: "\${v${level}}\${v${level}}"`);
    const errors = errorsOf(["ref: a", "suite: sid", "variables:", "  v0: abcdefgh", ...levels].join("\n"));

    expect(errors[0]?.message).toContain("more than 1024 characters");
  });

  test("garbage ends in a bounded list of errors", () => {
    const errors = errorsOf(`packages:\n${"- A!\n".repeat(4000)}ref: a\nsuite: sid\n`);

    expect(errors).toHaveLength(1001);
    expect(errors.some(({ message }) => message === "and 3000 more problems, which are not listed")).toBe(
      true,
    );
  });

  test.each([
    ["a list", `packages:\n${"- A!\n".repeat(100_000)}`],
    ["a map", `variables: {${Array.from({ length: 9000 }, (_, index) => `v${index}: x`).join(", ")}}`],
  ])("%s of garbage is refused as a whole", (_, text) => {
    expect(errorsOf(`ref: a\nsuite: sid\n${text}`)).toMatchObject([
      { message: "more than 5000 items are in one list or map" },
    ]);
  });

  test.each([
    ["wrong words", `packages: ["${"Vim ".repeat(200_000)}"]`],
    ["unknown variables", `packages: ["${"${x}".repeat(200_000)}"]`],
    ["wrong URIs", `sources: [{uris: [${`"${"! ".repeat(90)}", `.repeat(4500)}]}]`],
  ])("a file full of %s overflows nothing", (_, text) => {
    expect(errorsOf(`ref: a\nsuite: sid\n${text}`).length).toBeGreaterThan(0);
  });
});

describe("time", () => {
  const nasty = [
    "a",
    "a-",
    "a.",
    "a/",
    " a",
    "<date:%Y",
    "${",
    '"a=',
    "//@",
    "*a",
    "\t \t",
    "==",
    "-----BEGIN PGP ",
  ].map((part) => part.repeat(40_000 / part.length));
  const keys = treefileKeys.filter((key) => !key.startsWith("packages-") || key === "packages-amd64");
  const forms = (text: string) => [
    text,
    [text],
    [[text, text]],
    { [text]: text },
    [{ id: text, uris: text, suites: text, if: text }],
  ];

  test.each(keys)(
    "%s takes texts of any kind in bounded time",
    (key) => {
      for (const text of nasty) {
        for (const form of forms(text)) {
          expect(() =>
            loadsOrExplains(JSON.stringify({ ref: "a", suite: "sid", [key]: form })),
          ).not.toThrow();
        }
      }
    },
    20_000,
  );

  test("hundreds of treefiles in place with thousands of variables", () => {
    const variables = Object.fromEntries(
      Array.from({ length: 4000 }, (_, index) => [`v${index}`, `\${v${index + 1}}`]),
    );
    const conditional = Array.from({ length: 490 }, (_, index) => ({
      if: `v${index} == "x"`,
      include: { variables: { [`w${index}`]: "${v1}" } },
    }));

    expect(() =>
      loadsOrExplains(
        JSON.stringify({
          ref: "a",
          suite: "sid",
          variables: { ...variables, v4000: "x" },
          "conditional-include": conditional,
        }),
      ),
    ).not.toThrow();
  }, 20_000);
});

describe("encoding", () => {
  test.each([
    [[0xff, 0xfe, 0x72, 0], "1:1", "UTF-16"],
    [[0xef, 0xbb, 0xbf, 0x61, 0x3a, 0x31], "1:1", "byte order mark"],
    [[0x61, 0x3a, 0x31, 0x0a, 0xc3, 0xa4, 0xe4, 0x0a], "2:2", "0xe4 is not UTF-8"],
    [[0x61, 0x3a, 0x20, 0xe2, 0x82], "1:4", "0xe2 is not UTF-8"],
    [[0x61, 0x3a, 0x00], "1:3", "NUL"],
    [[0x61, 0x3a, 0x07], "1:3", "control character"],
    [[], "1:1", "empty"],
    [[0x23, 0x0a], "1:1", "empty"],
    [[0x2d, 0x20, 0x61], "1:1", "a list, not a map"],
    [[0x61], "1:1", "a single value, not a map"],
  ])("%o is refused at %s", (bytes, at, says) => {
    const [error, ...more] = errorsOf({ [treefilePath]: Uint8Array.from(bytes) });

    expect(`${error?.line}:${error?.column}`).toBe(at);
    expect(error?.message).toContain(says);
    expect(more).toEqual([]);
  });
});
