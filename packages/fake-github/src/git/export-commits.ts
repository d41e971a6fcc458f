import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { commitObject, type GitObject, gitObject, treeObjects } from "../state/git-objects.ts";
import type { Commit, Repository } from "../state/repository.ts";
import type { GitDirectory } from "./git-directory.ts";
import { refsOf } from "./refs-of.ts";

const compressed = promisify(deflate);

/** Names the objects that a bare repository is known to have. */
export type KnownObjects = Set<string>;

/** Writes what a repository has, and its bare one does not yet, as objects and references of git. */
export async function exportCommits(
  repository: Repository,
  directory: GitDirectory,
  known: KnownObjects,
): Promise<void> {
  const wanted = refsOf(repository);
  for (const commit of missingCommits(repository, wanted.values(), known)) {
    for (const object of objectsOf(commit)) if (!known.has(object.sha)) await store(directory, object, known);
    known.add(commit.sha);
  }
  await moveRefs(directory, wanted);
}

/** Lists the references of a bare repository with the commits that they lead to. */
export async function listRefs({ git }: GitDirectory): Promise<Map<string, string>> {
  const format = "--format=%(refname) %(objectname) %(*objectname)";
  const lines = (await git(["for-each-ref", format])).toString().split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [name = "", sha = "", commit = ""] = line.split(" ");
      return [name, commit === "" ? sha : commit];
    }),
  );
}

async function moveRefs(directory: GitDirectory, wanted: ReadonlyMap<string, string>): Promise<void> {
  const present = await listRefs(directory);
  const lines = [
    ...[...wanted]
      .filter(([name, sha]) => present.get(name) !== sha)
      .map(([name, sha]) => `update ${name} ${sha}`),
    ...[...present.keys()].filter((name) => !wanted.has(name)).map((name) => `delete ${name}`),
  ];
  if (lines.length > 0) await directory.git(["update-ref", "--stdin"], Buffer.from(`${lines.join("\n")}\n`));
}

function missingCommits({ commits }: Repository, tips: Iterable<string>, known: KnownObjects): Commit[] {
  const found = new Map<string, Commit>();
  const waiting = [...tips];
  for (const sha of waiting) {
    const commit = commits.get(sha);
    if (commit === undefined || known.has(sha) || found.has(sha)) continue;
    found.set(sha, commit);
    waiting.push(...commit.parents);
  }
  // The oldest first, so that nothing is known before what it builds on.
  return [...found.values()].reverse();
}

function objectsOf(commit: Commit): GitObject[] {
  const blobs = [...commit.tree]
    .filter(([path]) => commit.modes.get(path) !== "160000")
    .map(([, content]) => gitObject("blob", content));
  return [...blobs, ...treeObjects({ files: commit.tree, modes: commit.modes }), commitObject(commit)];
}

async function store(
  { path }: GitDirectory,
  { sha, type, body }: GitObject,
  known: KnownObjects,
): Promise<void> {
  const folder = join(path, "objects", sha.slice(0, 2));
  const file = join(folder, sha.slice(2));
  await mkdir(folder, { recursive: true });
  const content = await compressed(Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]));
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
  known.add(sha);
}
