import { describe, expect, test } from "vitest";
import { composeFaults, composePath, loadCompose, release } from "./compose-from-memory.fixture.ts";
import { check, good } from "./refusals.fixture.ts";

const files = (keys: string) => ({
  [composePath]: `${release}variants:\n${good}${keys}\n`,
  "/tree/plugins/a.ts": "throw new Error('it is run')",
  "/b.mjs": "",
});

describe("plugins of a compose file", () => {
  test("are files relative to it, and are read but not run", () => {
    const { composeFile, files: read } = loadCompose(files("plugins: [plugins/a.ts, ../b.mjs]"));

    expect(composeFile.plugins).toEqual([
      { file: "/tree/plugins/a.ts", origin: { file: composePath, line: 4, column: 11 } },
      { file: "/b.mjs", origin: { file: composePath, line: 4, column: 25 } },
    ]);
    expect(read).toContain("/tree/plugins/a.ts");
  });

  test("may bring steps that phases name, whose places are kept until it is known", () => {
    const text =
      "plugins: [plugins/a.ts]\nphases: {skip: extra, only: {more: {variants: ok}}, timeouts: {extra: 4h}}";
    const { composeFile } = loadCompose(files(text));

    expect(composeFile.pluginSteps.map(({ step, origin }) => [step, origin.line, origin.column])).toEqual([
      ["extra", 5, 16],
      ["more", 5, 36],
      ["extra", 5, 71],
    ]);
    expect(composeFile.variants[0]?.legs[0]?.leftOut).toEqual([
      { step: "extra", reason: "left out by phases.skip" },
    ]);
    expect(composeFaults(files("plugins: [plugins/a.ts]\nphases: {skip: image}"))).toHaveLength(1);
  });

  check([
    {
      text: `variants:\n${good}plugins: [none.ts]`,
      says: "3:11 the plugin does not exist",
      key: "plugins[0]",
      hint: "/tree/none.ts",
    },
    {
      text: `variants:\n${good}plugins: [/x.ts]`,
      says: '3:11 "/x.ts" is an absolute path',
      hint: "--plugin",
    },
    { text: `variants:\n${good}plugins: [base.yaml]`, says: '3:11 "base.yaml" is not a plugin by its name' },
    { text: `variants:\n${good}plugins: x.ts`, says: "3:10 expected a list, not a string" },
    { text: `variants:\n${good}plugins: {x.ts: {}}`, says: "3:10 expected a list, not a map" },
    { text: `variants:\n${good}plugins: []`, says: "3:10 the list is empty" },
  ]);

  test("are named once", () => {
    expect(composeFaults(files("plugins: [plugins/a.ts, ./plugins/a.ts]"))).toEqual([
      "compose.yaml:4:25 the plugin is named twice",
    ]);
  });
});
