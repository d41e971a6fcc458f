import { posix } from "node:path";
import { readText, repositoryFiles } from "../repository/repository.ts";

const mostFiles = 30;
const source = /^(?:packages\/[^/]+|cli|orchestrator-app|runner-agent|actions\/[^/]+|scripts)\/.*[.]ts$/;
const test = /[.](?:test|fixture)[.]ts$/;
const imported = /\b(?:from|import)\s*\(?\s*(["'])(?<specifier>[^"'\n]+)\1/g;

/** Imports of one source file, each as a path from the checkout. */
export interface FileImports {
  readonly path: string;
  readonly imports: readonly string[];
}

/** Finds folders that import each other, in a circle of any length, and folders that no reader can take in at a glance. */
export async function folderStructure(): Promise<string[]> {
  const paths = (await repositoryFiles()).filter((path) => source.test(path) && !test.test(path));
  const files = await Promise.all(
    paths.map(async (path) => ({ path, imports: importsIn(path, await readText(path)) })),
  );
  return [...findKnots(files), ...findCrowds(paths)];
}

/** Returns what a source file imports of its own package, as paths from the checkout. */
export function importsIn(path: string, text: string): string[] {
  return [...text.matchAll(imported)]
    .map(({ groups }) => groups?.["specifier"] ?? "")
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(posix.dirname(path), specifier));
}

/** Names each circle of folders once, with the imports that close it. */
export function findKnots(files: readonly FileImports[]): string[] {
  const knots = new Map<string, string>();
  for (const edges of [edgesBetween(files, ownFolders), edgesBetween(files, wholeFolders)]) {
    for (const start of edges.keys()) {
      const circle = shortestCircle(start, edges);
      if (circle === undefined) continue;
      const key = circle.toSorted().join(" ");
      if (!knots.has(key)) knots.set(key, describeKnot(circle, edges));
    }
  }
  return [...knots.values()];
}

/** Names each folder that has more source files than a listing shows at a glance. */
export function findCrowds(paths: readonly string[]): string[] {
  const folders = Map.groupBy(paths, (path) => posix.dirname(path));
  return [...folders]
    .filter(([, inside]) => inside.length > mostFiles)
    .map(
      ([folder, inside]) =>
        `${folder}: ${inside.length} source files; allowed: ${mostFiles}. Give those that belong together a folder.`,
    );
}

/** Maps folder to folder: one import that leads there, as `file -> file`. */
type Edges = ReadonlyMap<string, ReadonlyMap<string, string>>;

type FoldersOf = (path: string, target: string) => readonly [from: string, to: string];

function ownFolders(path: string, target: string): readonly [string, string] {
  return [posix.dirname(path), posix.dirname(target)];
}

/** With all that is below them: the two next to each other in which the files lie. */
function wholeFolders(path: string, target: string): readonly [string, string] {
  const [from, to] = [path, target].map((one) => posix.dirname(one).split("/")) as [string[], string[]];
  const shared = from.findIndex((part, index) => part !== to[index]);
  if (shared === -1 || shared >= to.length) return ["", ""];
  return [from.slice(0, shared + 1).join("/"), to.slice(0, shared + 1).join("/")];
}

function edgesBetween(files: readonly FileImports[], foldersOf: FoldersOf): Edges {
  const edges = new Map<string, Map<string, string>>();
  for (const { path, imports } of files) {
    for (const target of imports) {
      const [from, to] = foldersOf(path, target);
      if (to === from) continue;
      const targets = edges.get(from) ?? new Map<string, string>();
      if (!targets.has(to)) targets.set(to, `${path} -> ${target}`);
      edges.set(from, targets);
    }
  }
  return edges;
}

function shortestCircle(start: string, edges: Edges): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const folder of queue) {
    for (const next of edges.get(folder)?.keys() ?? []) {
      if (next === start) return pathTo(folder, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, folder);
      queue.push(next);
    }
  }
  return undefined;
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}

function describeKnot(circle: readonly string[], edges: Edges): string {
  const imports = circle.map((folder, index) => {
    const next = circle[(index + 1) % circle.length] ?? folder;
    return `  ${edges.get(folder)?.get(next)}`;
  });
  const names = [...circle, circle[0]].join(" -> ");
  return `${names}: folders import each other. Move what both need below them:\n${imports.join("\n")}`;
}
