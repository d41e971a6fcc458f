import { describe, expect, test } from "vitest";
import { composeErrors } from "./compose-from-memory.fixture.ts";
import { type Case, check, good, override, patterns } from "./refusals.fixture.ts";

describe("keys of the file", () => {
  check([
    {
      text: `variants:\n${good}varients: {}`,
      says: "3:1 this key does not exist",
      key: "varients",
      allowed: "release, variants, overrides, patterns, phases, plugins",
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
    {
      text: `variants:\n${good}  metadata: {inherits: ok}`,
      says: "3:3 `metadata` is the directory of what a compose says of all variants",
      hint: "Choose another id",
    },
    { text: `variants:\n${good}  v: 3`, says: "3:6 expected a map, not a number" },
    { text: `variants:\n${good}  v:`, says: "3:3 the key has no value" },
    { text: `variants:\n${good}  ok: {}`, says: "3:3 the key `ok` is already given in line 3" },
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
      allowed: "build, ostree, output, metadata, runs-on, required",
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
    {
      text: override("variants: ['*', '!ok'], required: false"),
      says: '3:30 no variant matches "!ok"',
      hint: "`!` excludes in `patterns` alone: name each variant that is meant.",
    },
    { text: `variants:\n${good}overrides: [ok]`, says: "3:13 expected a map, not a string" },
  ]);
});

describe("patterns", () => {
  check([
    { text: patterns("refs: x"), says: "3:12 this key does not exist", hint: "Write `ref`." },
    { text: patterns("ref: 3"), says: "3:17 expected a string or a list, not a number" },
    { text: patterns("ref: ['!']"), says: '3:18 "!" is not a pattern' },
    {
      text: patterns("ref: '^debian/'"),
      says: "3:18 the pattern has the sign `^`",
      hint: "no regular expression",
    },
    { text: patterns("ref: '!debian/.*$'"), says: "3:28 the pattern has the sign `$`", hint: "Leave out" },
    {
      text: patterns("packages: '(vim|nano)'"),
      says: "3:27 the pattern has the sign `|`",
      hint: "several patterns",
    },
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
