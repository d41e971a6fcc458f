import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { loadTreefile } from "./load-treefile.ts";

/** Files by absolute path, for tests. */
export type MemoryFiles = Readonly<Record<string, string | Uint8Array>>;

/** Where tests put the outermost treefile. */
export const treefilePath = "/tree/system.yaml";

/** Loads `/tree/system.yaml` out of the given files; a lone text is that file. */
export function loadFromMemory(files: MemoryFiles | string, architecture = "amd64") {
  const all: MemoryFiles = typeof files === "string" ? { [treefilePath]: files } : files;
  return loadTreefile({
    file: treefilePath,
    architecture,
    read: (path) => {
      const content = Object.hasOwn(all, path) ? all[path] : undefined;
      if (content === undefined) return { why: "does not exist" };
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  });
}

/** The errors of the given files; none when they load. */
export function errorsOf(files: MemoryFiles | string, architecture = "amd64"): readonly Diagnostic[] {
  try {
    loadFromMemory(files, architecture);
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "treefile-invalid") throw error;
    return error.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  }
}
