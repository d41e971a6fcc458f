import { posix } from "node:path";
import type { Texts } from "./import-closure.ts";
import type { ScenarioReach } from "./scenario-reach.ts";

/** Names the tests that a change can touch, besides the gate. */
export interface TestsOfChange {
  /** Why all scenarios and all tests run; undefined when they do not. */
  readonly everything?: string;
  /** Each scenario that can be touched, with one of the changed files that can. */
  readonly scenarios: ReadonlyMap<string, string>;
  /** Which tests of vitest: all, or those that import what has changed. */
  readonly unit: "all" | "by-imports";
  readonly integration: "all" | "by-imports";
}

/** Files that no scenario reads, unless its script names them. */
const unread = [
  /[.]md$/,
  /[.](test|fixture)[.]ts$/,
  /[.]schema[.]json$/,
  /(^|\/)fixtures\//,
  /^(scripts|docs|[.]changeset|[.]ci|[.]github)\//,
  /^(script\/test|LICENSE|[.]gitignore|[.]oxlintrc[.]json|[.]dependency-cruiser[.]mjs|biome[.]json|vitest[.]config[.]ts)$/,
];

/** Files that all scenarios start with. */
const underAll = [
  /^e2e\/lib[.]sh$/,
  /^(bin|script)\//,
  /(^|\/)(package|package-lock|tsconfig)[.]json$/,
  /^cli\/src\/main[.]ts$/,
];

/** Returns the tests that a change of these files can touch. What is not known to be read by some is read by all. */
export function testsOfChange(
  changed: readonly string[],
  reaches: readonly ScenarioReach[],
  texts: Texts,
): TestsOfChange {
  const touched = new Map<string, string>();
  for (const path of changed) {
    const readers = sourcesThatRead(path, texts);
    const by = reaches.filter((reach) => reads(reach, path, readers));
    for (const { name } of by) if (!touched.has(name)) touched.set(name, path);
    if (by.length > 0 || unread.some((pattern) => pattern.test(path))) continue;
    if (isGone(path, texts) || isOnlyTypes(path, texts)) continue;
    const reason = underAll.some((pattern) => pattern.test(path))
      ? `every scenario starts with ${path}`
      : `nothing says which scenarios read ${path}`;
    return {
      everything: reason,
      scenarios: new Map(reaches.map(({ name }) => [name, path])),
      unit: "all",
      integration: "all",
    };
  }
  return {
    scenarios: touched,
    // They also read documents, scripts and workflows.
    unit: changed.every(isSource) ? "by-imports" : "all",
    integration: changed.some((path) => isOfProduct(path) && !isSource(path)) ? "all" : "by-imports",
  };
}

/** A source file by imports; anything else by its name in the script, the treefiles or a source file that runs. */
function reads({ name, sources, words }: ScenarioReach, path: string, readers: readonly string[]): boolean {
  if (underAll.some((pattern) => pattern.test(path))) return false;
  if (path === `e2e/${name}.sh` || sources.has(path) || namesFile(words, path)) return true;
  return readers.some((source) => sources.has(source));
}

function namesFile(words: string, path: string): boolean {
  const folder = posix.dirname(path);
  const isNamedByFolder =
    /^(treefiles|docs|e2e)\/[^/]+(\/|$)/.test(`${folder}/`) && words.includes(`${folder}/`);
  return (
    words.includes(path) ||
    (path.startsWith("treefiles/") && words.includes(path.slice(10))) ||
    isNamedByFolder
  );
}

/** Data are read by their name, or all of a folder at the top or below a package. */
function sourcesThatRead(path: string, texts: Texts): string[] {
  const [, topFolder] = /^(?:packages\/[^/]+\/)?([^/]+)\//.exec(path) ?? [];
  if (topFolder === undefined || /[.]ts$|^treefiles\/|^e2e\/|^docs\//.test(path)) return [];
  const name = posix.basename(path);
  const forms = [`/${name}"`, `"${name}"`, `../${topFolder}"`, `../${topFolder}/\``];
  return [...texts].filter(([, text]) => forms.some((form) => text.includes(form))).map(([source]) => source);
}

function isSource(path: string): boolean {
  return /^(packages|cli)\/.*[.]ts$/.test(path);
}

function isOfProduct(path: string): boolean {
  return /^(packages|cli|treefiles|chroots)\//.test(path);
}

/** Whoever imported a source that is gone has changed as well; a scenario that is gone cannot run. */
function isGone(path: string, texts: Texts): boolean {
  return (isSource(path) || /^e2e\/[^/]+[.]sh$/.test(path)) && !texts.has(path);
}

/** Types are gone when a program runs: the gate is what reads them. */
function isOnlyTypes(path: string, texts: Texts): boolean {
  return (
    isSource(path) &&
    !/^(export )?(async |abstract )*(function|const|let|class)\b/m.test(texts.get(path) ?? "")
  );
}
