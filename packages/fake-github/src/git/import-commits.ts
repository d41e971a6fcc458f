import type { Commit } from "../state/repository.ts";
import type { KnownObjects } from "./export-commits.ts";
import type { GitDirectory } from "./git-directory.ts";
import { parseCommit } from "./parse-commit.ts";

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

/** Reads commits of a bare repository, and those that they build on, into a store that has them not yet. Returns the new ones. */
export async function importCommits(
  { git }: GitDirectory,
  tips: readonly string[],
  commits: Map<string, Commit>,
  known: KnownObjects,
): Promise<Commit[]> {
  if (tips.length === 0) return [];
  const not = [...commits.keys()].filter((sha) => known.has(sha)).map((sha) => `^${sha}`);
  const revisions = Buffer.from([...tips, ...not].join("\n"));
  const list = async (...options: readonly string[]) =>
    (await git(["rev-list", ...options, "--stdin"], revisions)).toString().split("\n").filter(Boolean);
  const shas = await list("--reverse");
  const reader = objectReader(git);
  await reader.load((await list("--objects")).map((line) => line.split(" ")[0] ?? ""));
  const added: Commit[] = [];
  for (const sha of shas) {
    const read = parseCommit(sha, reader.get(sha));
    const { tree, modes } = await flatten(reader, read.treeSha);
    const commit: Commit = { ...read, tree, modes };
    commits.set(sha, commit);
    known.add(sha);
    added.push(commit);
  }
  return added;
}

interface ObjectReader {
  readonly load: (shas: readonly string[]) => Promise<void>;
  readonly get: (sha: string) => Buffer;
}

/** Objects are read many at once: a process for each would take minutes. */
function objectReader(git: GitDirectory["git"]): ObjectReader {
  const objects = new Map<string, Buffer>();
  return {
    load: async (shas) => {
      const missing = [...new Set(shas)].filter((sha) => !objects.has(sha));
      if (missing.length === 0) return;
      const output = await git(["cat-file", "--batch"], Buffer.from(`${missing.join("\n")}\n`));
      let at = 0;
      for (const sha of missing) {
        const end = output.indexOf("\n", at);
        const size = Number(output.subarray(at, end).toString().split(" ")[2]);
        objects.set(sha, Buffer.from(output.subarray(end + 1, end + 1 + size)));
        at = end + 1 + size + 1;
      }
    },
    get: (sha) => objects.get(sha) ?? Buffer.alloc(0),
  };
}

/** Folders are read a level at a time, then all files at once. */
async function flatten(
  reader: ObjectReader,
  root: string,
): Promise<{ tree: Map<string, Buffer>; modes: Map<string, string> }> {
  const files: (Entry & { readonly path: string })[] = [];
  let level = [{ prefix: "", sha: root }];
  while (level.length > 0) {
    await reader.load(level.map(({ sha }) => sha));
    const entries = level.flatMap(({ prefix, sha }) =>
      parseTree(reader.get(sha)).map((entry) => ({ ...entry, path: prefix + entry.name })),
    );
    files.push(...entries.filter(({ mode }) => mode !== "40000"));
    level = entries
      .filter(({ mode }) => mode === "40000")
      .map(({ path, sha }) => ({ prefix: `${path}/`, sha }));
  }
  await reader.load(files.filter(({ mode }) => mode !== "160000").map(({ sha }) => sha));
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    tree: new Map(
      sorted.map(({ path, mode, sha }) => [path, mode === "160000" ? Buffer.from(sha) : reader.get(sha)]),
    ),
    modes: new Map(sorted.filter(({ mode }) => mode !== "100644").map(({ path, mode }) => [path, mode])),
  };
}

function parseTree(body: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf(0, at);
    const [mode = "", ...name] = body.subarray(at, end).toString().split(" ");
    entries.push({ mode, name: name.join(" "), sha: body.subarray(end + 1, end + 21).toString("hex") });
    at = end + 21;
  }
  return entries;
}
