import { describe, expect, test } from "vitest";
import { composeErrors } from "./compose-from-memory.fixture.ts";

interface Case {
  readonly text: string;
  /** Line and column without the line of the release, and the whole message. */
  readonly says: string;
  readonly key?: string;
  readonly given?: string;
  readonly allowed?: string;
  readonly hint?: string;
}

const good = "  ok: {treefile: base.yaml, arches: [amd64]}\n";
const variant = (keys: string) => `variants:\n${good}  v: {inherits: ok, ${keys}}\n`;
const override = (keys: string) => `variants:\n${good}overrides: [{${keys}}]\n`;
const patterns = (keys: string) => `variants:\n${good}patterns: {${keys}}\n`;

/** One test a case: the compose file has that error and no other, at its place, and says what to do. */
function check(cases: readonly Case[]): void {
  test.each(cases)("$text", ({ text, says, key, given, allowed, hint }) => {
    const errors = composeErrors(text);

    expect(errors.map(({ line = 0, column, message }) => `${line - 1}:${column} ${message}`)).toEqual([says]);
    const [error] = errors;
    expect(error?.code).toBe("compose-file-invalid");
    expect(error?.file).toBe("/tree/compose.yaml");
    expect(error?.excerpt).toMatch(/^ *\d+ \| .*\n +\| +\^$/);
    if (key !== undefined) expect(error?.key).toBe(key);
    if (given !== undefined) expect(error?.given).toBe(given);
    if (allowed !== undefined) expect(error?.allowed).toContain(allowed);
    if (hint !== undefined) expect(error?.hint).toContain(hint);
  });
}

describe("keys of the file", () => {
  check([
    {
      text: `variants:\n${good}varients: {}`,
      says: "3:1 this key does not exist",
      key: "varients",
      allowed: "release, variants, overrides, patterns",
      hint: "`variants`",
    },
    {
      text: `variants:\n${good}packages: [vim]`,
      says: "3:1 this key does not exist",
      hint: "`build: {packages: ...}` into a variant",
    },
    {
      text: `variants:\n${good}arches: [amd64]`,
      says: "3:1 this key does not exist",
      hint: "into each variant",
    },
    {
      text: `variants:\n${good}release_name: x`,
      says: "3:1 this key does not exist",
      hint: "release: {name: ...}",
    },
    {
      text: "overrides: []",
      says: "0:1 this key is missing",
      key: "variants",
      hint: "Write `variants: {minimal",
    },
    { text: "variants: {}", says: "1:11 there is no variant", key: "variants" },
    { text: "variants: [a]", says: "1:11 expected a map, not a list", key: "variants" },
    { text: "variants:", says: "1:1 the key has no value", allowed: "a map" },
    { text: `variants:\n${good}overrides: {variants: a}`, says: "3:12 expected a list, not a map" },
    { text: `variants:\n${good}patterns: [a]`, says: "3:11 expected a map, not a list" },
  ]);
});

describe("ids of variants", () => {
  check([
    {
      text: `variants:\n${good}  my-server: {inherits: ok}`,
      says: '3:3 "my-server" cannot be the id of a variant',
      key: "variants.my-server",
      allowed: "letters and digits",
      hint: "Write `myserver`",
    },
    {
      text: `variants:\n${good}  "../x": {inherits: ok}`,
      says: '3:3 "../x" cannot be the id of a variant',
      hint: "Write `x`",
    },
    { text: `variants:\n${good}  v: 3`, says: "3:6 expected a map, not a number" },
    { text: `variants:\n${good}  v:`, says: "3:3 the key has no value" },
    { text: `variants:\n${good}  ok: {}`, says: "3:3 the key `ok` is already given in line 3" },
  ]);
});

describe("keys of a variant", () => {
  check([
    {
      text: variant("arch: amd64"),
      says: "3:21 this key does not exist",
      key: "variants.v.arch",
      hint: "Write `arches`.",
    },
    {
      text: variant("architectures: [amd64]"),
      says: "3:21 this key does not exist",
      hint: "Write `arches`.",
    },
    { text: variant("includes: ok"), says: "3:21 this key does not exist", hint: "Write `inherits: NAME`." },
    { text: variant("extends: ok"), says: "3:21 this key does not exist", hint: "Write `inherits: NAME`." },
    { text: variant("base: ok"), says: "3:21 this key does not exist", hint: "Write `inherits: NAME`." },
    {
      text: variant("include: x.yaml"),
      says: "3:21 this key does not exist",
      hint: "`build: {include: ...}`",
    },
    {
      text: variant("packages: [vim]"),
      says: "3:21 this key does not exist",
      hint: "Write `build: {packages: ...}`.",
    },
    {
      text: variant("kernel-arguments: [x]"),
      says: "3:21 this key does not exist",
      hint: "Write `build: {kernel-arguments: ...}`.",
    },
    { text: variant("runs_on: x"), says: "3:21 this key does not exist", hint: "Did you mean `runs-on`?" },
    {
      text: variant("failable: true"),
      says: "3:21 this key does not exist",
      hint: "Write `required: false`.",
    },
    { text: variant("toString: 1"), says: "3:21 this key does not exist", given: '"toString"' },
    {
      text: variant("name: 13.10"),
      says: "3:27 expected a string, not a number",
      given: "13.10",
      hint: 'Put it in quotes: "13.10"',
    },
    { text: variant("name: ''"), says: "3:27 the text is empty" },
    { text: variant("name:"), says: "3:21 the key has no value" },
    {
      text: variant("treefile: /srv/a.yaml"),
      says: '3:31 "/srv/a.yaml" is an absolute path',
      allowed: "relative to this file",
    },
    {
      text: variant("treefile: https://example.org/a.yaml"),
      says: '3:31 "https://example.org/a.yaml" is not a local file',
    },
    {
      text: variant("treefile: none.yaml"),
      says: "3:31 the treefile does not exist",
      key: "variants.v.treefile",
      hint: "/tree/none.yaml",
    },
    { text: variant("treefile: compose.yaml"), says: "3:31 this is a compose file, not a treefile" },
    { text: variant("treefile: [base.yaml]"), says: "3:31 expected a string, not a list" },
    {
      text: variant("arches: amd64"),
      says: "3:29 expected a list, not a string",
      hint: 'Write a list: ["amd64"].',
    },
    { text: variant("arches: []"), says: "3:29 the list is empty" },
    {
      text: variant("arches: [x86_64]"),
      says: '3:30 "x86_64" is not an architecture of Debian',
      key: "variants.v.arches[0]",
      hint: "`amd64`",
    },
    { text: variant("build: [vim]"), says: "3:28 expected a map, not a list" },
    {
      text: variant("build: {pakages: [vim]}"),
      says: "3:29 this key does not exist",
      key: "variants.v.build.pakages",
      hint: "`packages`",
    },
    {
      text: variant("build: {packages: [VIM]}"),
      says: '3:40 "VIM" is not a package name',
      key: "variants.v.build.packages[0]",
    },
    {
      text: variant("build: {include: compose.yaml}"),
      says: "3:38 the treefile includes itself: compose.yaml -> compose.yaml",
    },
    { text: variant("metadata: owner"), says: "3:31 expected a map, not a string" },
    {
      text: variant("metadata: {owner: }"),
      says: "3:32 the key has no value",
      key: "variants.v.metadata.owner",
    },
    { text: variant("metadata: {size: .nan}"), says: "3:38 .nan is not a number that is possible here" },
    {
      text: variant("metadata: {a: [{b: }]}"),
      says: "3:37 the key has no value",
      key: "variants.v.metadata.a[0].b",
    },
    {
      text: variant('metadata: {a: "\\u202ex"}'),
      says: "3:35 the text holds U+202E, which makes it look like another",
    },
    { text: variant("runs-on: 3"), says: "3:30 expected a string or a list, not a number" },
    { text: variant("runs-on: []"), says: "3:30 the list is empty" },
    { text: variant("runs-on: ['']"), says: "3:31 the text is empty" },
    {
      text: variant("required: yes"),
      says: "3:31 expected true or false, not a string",
      hint: "Write `true`, without quotes.",
    },
    {
      text: `variants:\n${good}  v: {arches: [amd64]}`,
      says: "3:6 this key is missing",
      key: "variants.v.treefile",
      hint: "Write `treefile: minimal.yaml`.",
    },
    {
      text: "variants:\n  v: {treefile: base.yaml}",
      says: "2:6 this key is missing",
      key: "variants.v.arches",
      hint: "Write `arches: [amd64]`.",
    },
  ]);
});

describe("inherits", () => {
  check([
    {
      text: `variants:\n${good}  v: {inherits: kok}`,
      says: "3:17 there is no variant `kok`",
      hint: "Did you mean `ok`?",
    },
    {
      text: `variants:\n${good}  v: {inherits: [ok, constructor]}`,
      says: "3:22 there is no variant `constructor`",
      hint: "There are ok, v.",
    },
    { text: `variants:\n${good}  v: {inherits: [ok, v]}`, says: "3:22 the variant inherits itself: v -> v" },
    {
      text: `variants:\n${good}  a: {inherits: b}\n  b: {inherits: c}\n  c: {inherits: a}`,
      says: "5:17 the variant inherits itself: a -> b -> c -> a",
    },
    { text: `variants:\n${good}  v: {inherits: a-b}`, says: '3:17 "a-b" cannot be the id of a variant' },
    { text: `variants:\n${good}  v: {inherits: []}`, says: "3:17 the list is empty" },
  ]);
});

describe("overrides", () => {
  check([
    { text: override("required: false"), says: "3:13 this key is missing", key: "overrides[0].variants" },
    {
      text: override("variants: 'o*'"),
      says: "3:13 the override changes nothing",
      allowed: "build, metadata, runs-on, required",
    },
    {
      text: override("variants: ko, required: false"),
      says: '3:24 no variant matches "ko"',
      allowed: "ok",
      hint: "Correct it, or remove it.",
    },
    { text: override("variants: ['ok', 'x*'], required: false"), says: '3:31 no variant matches "x*"' },
    {
      text: override("variants: ok, arches: 'arm*', required: false"),
      says: '3:36 no architecture of these variants matches "arm*"',
      allowed: "amd64",
    },
    {
      text: override("variants: ok, treefile: x.yaml"),
      says: "3:28 this key does not exist",
      hint: "into the variant itself",
    },
    {
      text: override("variants: ok, packages: [vim]"),
      says: "3:28 this key does not exist",
      hint: "Write `build: {packages: ...}`.",
    },
    {
      text: override("variants: 'o[kl]', required: false"),
      says: "3:26 the pattern has the sign `[`",
      hint: "several patterns",
    },
    { text: `variants:\n${good}overrides: [ok]`, says: "3:13 expected a map, not a string" },
  ]);
});

describe("patterns", () => {
  check([
    { text: patterns("refs: x"), says: "3:12 this key does not exist", hint: "Write `ref`." },
    { text: patterns("ref: 3"), says: "3:17 expected a string or a list, not a number" },
    { text: patterns("ref: ['!']"), says: '3:18 "!" is not a pattern' },
    { text: patterns("metadata: {owner: [a, 3]}"), says: "3:34 expected a string, not a number" },
    { text: patterns("metadata: [a]"), says: "3:22 expected a map, not a list" },
  ]);
});

describe("release", () => {
  const cases: readonly (Case & { readonly release: string })[] = [
    { release: "{short: x, name: X}", text: "", says: "1:10 this key is missing", key: "release.version" },
    {
      release: "{short: x, name: X, version: 13.10}",
      text: "",
      says: "1:39 expected a string, not a number",
      hint: 'Put it in quotes: "13.10"',
    },
    {
      release: "{short: X, name: X, version: sid}",
      text: "",
      says: '1:18 "X" is not a short name',
      allowed: "lower-case",
    },
    {
      release: "{short: x, name: X, version: 13-rc1}",
      text: "",
      says: '1:39 "13-rc1" is not a version',
      allowed: "dotted numbers",
    },
    {
      release: "{short: x, name: X, version: sid, type: ga}",
      text: "",
      says: "1:44 this key does not exist",
    },
    { release: "debian", text: "", says: "1:10 expected a map, not a string" },
  ];

  test.each(cases)("$release", ({ release, says, key, allowed, hint }) => {
    const errors = composeErrors({ "/tree/compose.yaml": `release: ${release}\nvariants:\n${good}` });

    expect(errors.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([says]);
    if (key !== undefined) expect(errors[0]?.key).toBe(key);
    if (allowed !== undefined) expect(errors[0]?.allowed).toContain(allowed);
    if (hint !== undefined) expect(errors[0]?.hint).toContain(hint);
  });
});
