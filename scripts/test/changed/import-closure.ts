import { posix } from "node:path";

/** Holds the text of each file of the repository, by its path. */
export type Texts = ReadonlyMap<string, string>;

/** Holds what each source file imports or names, by its path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Returns what every source file imports. */
export function importGraph(texts: Texts): ImportGraph {
  const sources = [...texts].filter(([path]) => path.endsWith(".ts"));
  return new Map(sources.map(([path, text]) => [path, importsOf(path, text)]));
}

/**
 * Returns the source files that run when those of `entries` do: they, what they import and what they start as a process,
 * however indirectly, types aside. What the files in `closed` import is left out.
 */
export function importClosure(
  graph: ImportGraph,
  entries: readonly string[],
  closed: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const imports = graph.get(path);
    if (imports === undefined || found.has(path)) continue;
    found.add(path);
    if (!closed.has(path)) open.push(...imports);
  }
  return found;
}

/** Returns the files of this repository that a source file imports or names, also those that it loads later. */
export function importsOf(path: string, text: string): string[] {
  const folder = posix.dirname(path);
  const imported = [...text.matchAll(/^(?:import|export) (?!type )(?:[^"';]*? from )?"([^"]+)"/gm)];
  const named = [...text.matchAll(/(?<!from )"([\w./-]+[.]ts)"/g)];
  const ofWorkspaces = [...imported, ...text.matchAll(/\bimport\("([^"]+)"\)/g)].flatMap(
    ([, specifier = ""]) => {
      const [, workspace, rest] = /^@debootc\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
      if (workspace === undefined) return [];
      return [
        workspace === "actions-kit" ? `actions/kit/src/${rest}.ts` : `packages/${workspace}/src/${rest}.ts`,
      ];
    },
  );
  const relative = [...imported.filter(([, specifier]) => specifier?.startsWith(".")), ...named];
  return [...relative.map(([, specifier = ""]) => posix.join(folder, specifier)), ...ofWorkspaces];
}
