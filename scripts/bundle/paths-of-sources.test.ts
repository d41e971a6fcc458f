import { describe, expect, test } from "vitest";
import { withPathsOfSources } from "./paths-of-sources.ts";

const packages = "/src/debootc/packages";
const programs = new Map([[`${packages}/pipeline/src/process/main.ts`, "../worker/main.js"]]);
const inBundle = (text: string, source: string) =>
  withPathsOfSources(text, `${packages}/${source}`, "/src/debootc/dist/1/debootc", programs);

describe("paths in a bundle", () => {
  test("a data file is read from where it is beside the source", () => {
    expect(inBundle('join(import.meta.dirname, "../../data/run.sh")', "tools/src/run/run.ts")).toEqual({
      text: 'join((import.meta.dirname + "/../../../packages/tools/src/run"), "../../data/run.sh")',
      modules: [],
    });
  });

  test("a program that a module starts is another bundle", () => {
    expect(inBundle('join(import.meta.dirname, "../process/main.ts")', "pipeline/src/worker/run.ts")).toEqual(
      {
        text: 'join(import.meta.dirname, "../worker/main.js")',
        modules: [],
      },
    );
  });

  test("a module that is loaded by its path is a file of the same bundle", () => {
    expect(inBundle('join(import.meta.dirname, "../plugin/api.ts")', "pipeline/src/loader/load.ts")).toEqual({
      text: 'join(import.meta.dirname, "api.js")',
      modules: [{ source: `${packages}/pipeline/src/plugin/api.ts`, file: "api.js" }],
    });
  });

  test("other text stays as it is", () => {
    const text = 'export const url = import.meta.url; // "main.ts"';

    expect(inBundle(text, "core/src/url.ts")).toEqual({ text, modules: [] });
  });
});
