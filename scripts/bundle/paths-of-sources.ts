import { posix } from "node:path";

/** Names a module that is loaded by its path, and the file of the bundle that it becomes. */
export interface LoadedModule {
  readonly source: string;
  readonly file: string;
}

/**
 * Returns the text of a source file as it must be in a bundle, whose files are no longer where the sources were. Paths in
 * it begin with `import.meta.dirname`, the folder of the source: a data file is as far from `bundle`, the bundle's
 * directory, as it was from there. `programs` holds the path in the bundle of each module that is started as a program of
 * its own; another module that is named by its path is a file of the same bundle, and returned. All other paths are absolute.
 */
export function withPathsOfSources(
  text: string,
  source: string,
  bundle: string,
  programs: ReadonlyMap<string, string>,
): { readonly text: string; readonly modules: readonly LoadedModule[] } {
  const folder = posix.dirname(source);
  const modules: LoadedModule[] = [];
  const changed = text.replaceAll(
    /\bimport\.meta\.dirname\b(?:, "([^"]+\.ts)")?/g,
    (_, path: string | undefined) => {
      if (path === undefined) return `(import.meta.dirname + "/${posix.relative(bundle, folder)}")`;
      const named = posix.join(folder, path);
      const file = programs.get(named) ?? `${posix.basename(path, ".ts")}.js`;
      if (!programs.has(named)) modules.push({ source: named, file });
      return `import.meta.dirname, "${file}"`;
    },
  );
  return { text: changed, modules };
}
