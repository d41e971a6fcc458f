import { describe, expect, test } from "vitest";
import {
  composeErrors,
  composeFaults,
  composePath,
  loadCompose,
  release,
} from "./compose-from-memory.fixture.ts";

const variants =
  "variants:\n  a: {treefile: base.yaml, arches: [amd64], metadata: {owner: me@example.org}}\n";

describe("patterns", () => {
  test.each([
    "ref: 'debian/*'",
    "ref: ['other/*', 'debian/*', '!x*']".replace("'other/*', ", ""),
    "packages: ['*', '!*-dbgsym']",
    "packages: '!telnetd'",
    "metadata: {owner: '*@example.org'}",
  ])("%s accept what matches", (rule) => {
    expect(composeFaults(`${variants}patterns: {${rule}}\n`)).toEqual([]);
  });

  test("report a value that matches none of them, where it is written", () => {
    const errors = composeErrors(`${variants}patterns: {packages: ["lib*", "nano"]}\n`);

    expect(errors.find(({ file }) => file === "/tree/base.yaml")).toMatchObject({
      code: "treefile-invalid",
      file: "/tree/base.yaml",
      line: 4,
      column: 12,
      key: "packages",
      message: 'the package "vim" matches none of the patterns',
      allowed: "lib*, nano",
      hint: "Change it, or the patterns in compose.yaml:4.",
      excerpt: expect.stringContaining("packages: [vim]"),
    });
  });

  test("report a value that one with ! refuses", () => {
    expect(composeFaults(`${variants}patterns: {packages: ["*", "!v?m"]}\n`)).toEqual([
      'base.yaml:4:12 the package "vim" is refused by the pattern "!v?m"',
    ]);
  });

  test("judge what build gives, in the compose file", () => {
    const text = `variants:\n  a: {treefile: base.yaml, arches: [amd64], build: {packages: [telnetd]}}\npatterns: {packages: "!telnetd"}\n`;

    expect(composeErrors(text)).toMatchObject([
      { code: "compose-file-invalid", line: 3, column: 64, hint: "Change it, or the pattern in line 4." },
    ]);
  });

  test("judge every text, number and truth value of a field as the file spells it", () => {
    const text = `variants:\n  a: {treefile: base.yaml, arches: [amd64], metadata: {v: [13.10, {x: true}, one]}}\npatterns: {metadata: {v: ["13.10", "true"]}}\n`;

    expect(composeFaults(text)).toEqual([
      'compose.yaml:3:78 the field `v` "one" matches none of the patterns',
    ]);
  });

  test("that match nothing are errors, but for those with !", () => {
    const text = `${variants}patterns:\n  ref: ["debian/*", "debain/*"]\n  metadata: {owner: ["*@example.org", "!x"]}\n`;

    expect(composeFaults(text)).toEqual(['compose.yaml:5:21 no `ref` of any variant matches "debain/*"']);
  });

  test("of a field or a version ask every variant to have it", () => {
    const text = `${variants}  b: {treefile: server.yaml, arches: [amd64]}\npatterns:\n  version: ["13*"]\n  metadata: {owner: "*@example.org"}\n`;
    const faults = composeErrors(text).map(({ line, key, message }) => [line, key, message]);

    expect(faults).toContainEqual([
      4,
      "variants.b.metadata.owner",
      "the field `owner` is missing, for which `patterns` has a rule",
    ]);
    expect(faults).toContainEqual([
      4,
      "variants.b",
      "the `automatic-version-prefix` is missing, for which `patterns` has a rule",
    ]);
  });

  test("are not said to match nothing while a treefile cannot be read", () => {
    const files = {
      [composePath]: `${release}variants:\n  a: {treefile: x.yaml, arches: [amd64]}\npatterns: {ref: "debian/*"}\n`,
    };

    expect(composeFaults(files)).toEqual(["compose.yaml:3:17 the treefile does not exist"]);
  });
});

test("without patterns, everything is accepted", () => {
  expect(loadCompose(variants).warnings).toEqual([]);
});
