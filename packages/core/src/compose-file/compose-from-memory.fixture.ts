import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import type { MemoryFiles } from "../treefile/load-from-memory.fixture.ts";
import { type LoadedComposeFile, loadComposeFile } from "./load-compose-file.ts";

/** Where tests put the compose file. */
export const composePath = "/tree/compose.yaml";

/** The release that every compose file needs, in one line. */
export const release = 'release: {short: test, name: Test, version: "13"}\n';

/** Treefiles that compose files of tests name. */
export const treefiles: MemoryFiles = {
  "/tree/base.yaml":
    "ref: debian/${edition}/${basearch}\nsuite: trixie\nvariables: {edition: base}\npackages: [vim]\n",
  "/tree/server.yaml": "include: base.yaml\nvariables: {edition: server}\npackages: [nginx]\n",
};

/** Loads `/tree/compose.yaml` out of the given files; a lone text is that file, without its release. */
export function loadCompose(files: MemoryFiles | string): LoadedComposeFile {
  const own: MemoryFiles = typeof files === "string" ? { [composePath]: `${release}${files}` } : files;
  const all: MemoryFiles = { ...treefiles, ...own };
  return loadComposeFile({
    file: composePath,
    read: (path) => {
      const content = Object.hasOwn(all, path) ? all[path] : undefined;
      if (content === undefined) return { why: "does not exist" };
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  });
}

/** The errors of the given files; none when they load. */
export function composeErrors(files: MemoryFiles | string): readonly Diagnostic[] {
  try {
    loadCompose(files);
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "compose-file-invalid") throw error;
    return error.diagnostics.filter(({ severity }) => severity === "error");
  }
}

/** The errors in short: place, without the directory, and message. */
export function composeFaults(files: MemoryFiles | string): readonly string[] {
  return composeErrors(files).map(
    ({ file = "", line, column, message }) => `${file.replace("/tree/", "")}:${line}:${column} ${message}`,
  );
}
