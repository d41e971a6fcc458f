import { describe } from "vitest";
import { check, good, variant } from "./refusals.fixture.ts";

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
    {
      text: variant("metadata: {of: [9007199254740993]}"),
      says: "3:37 9007199254740993 has more digits than a number keeps",
      allowed: "whole numbers up to 9007199254740991, and any text",
      hint: 'Put it in quotes: "9007199254740993".',
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
