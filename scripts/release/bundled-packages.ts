import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Is an npm package of which a bundle has modules. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** What it says in its package.json, an expression of SPDX as a rule; absent if it says nothing. */
  readonly license?: string;
  /** Names of the packages that it depends on. */
  readonly dependencies: readonly string[];
  /** The texts of its licence and its notices. */
  readonly texts: readonly string[];
}

/** Names files with licences and notices. */
const legalFile = /^(?:licen[cs]e|copying|notice|third[-_]?party)/i;

/** Returns the npm packages that modules are of, by name and version. */
export async function bundledPackages(modules: readonly string[]): Promise<readonly BundledPackage[]> {
  const directories = new Set(modules.flatMap((path) => directoryOf(path) ?? []));
  const packages = new Map<string, BundledPackage>();
  for (const directory of [...directories].toSorted()) {
    const manifest = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
    const { name, version, license } = manifest;
    const files = (await readdir(directory, { withFileTypes: true })).filter((file) => file.isFile());
    const legal = files.map((file) => file.name).filter((file) => legalFile.test(file));
    const texts = legal.toSorted().map((file) => readFile(join(directory, file), "utf8"));
    packages.set(`${name}@${version}`, {
      ...{ name, version, texts: await Promise.all(texts) },
      dependencies: Object.keys(manifest.dependencies ?? {}),
      ...(typeof license === "string" ? { license } : {}),
    });
  }
  return [...packages].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Returns the directory of the package that a module is of; undefined for what is no package of npm. */
function directoryOf(path: string): string | undefined {
  return /^\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}
