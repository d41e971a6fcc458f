import { createHash } from "node:crypto";

/** Is an object of git: what its id is the digest of. */
export interface GitObject {
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly body: Buffer;
}

/** Holds the files of a commit by their paths, and the modes of those that are not plain files. */
export interface Tree {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly modes: ReadonlyMap<string, string>;
}

/** Describes a commit as git writes it down. */
export interface CommitText {
  readonly treeSha: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  /** In milliseconds; git keeps seconds. */
  readonly time: number;
  readonly message: string;
}

/** Is the mode of a plain file, which needs no entry in `modes`. */
export const plainFile = "100644";
const folder = "40000";
const submodule = "160000";

/** Is a file or a folder of a commit. */
export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly size?: number;
}

type Folder = Map<string, Folder | { readonly content: Buffer; readonly mode: string }>;

const shas = new WeakMap<Buffer, string>();

/** Returns the id that git gives to content. */
export function blobSha(content: Buffer): string {
  const known = shas.get(content) ?? gitObject("blob", content).sha;
  shas.set(content, known);
  return known;
}

/** Returns the trees of a commit, its own last; with them all that they name is there but blobs. */
export function treeObjects({ files, modes }: Tree): GitObject[] {
  const root: Folder = new Map();
  for (const [path, content] of files) place(root, path, { content, mode: modes.get(path) ?? plainFile });
  const objects: GitObject[] = [];
  write(root, objects, "", []);
  return objects;
}

/** Returns all that is in a commit, folders included and before what is in them, as git lists it. */
export function treeEntries({ files, modes }: Tree): TreeEntry[] {
  const root: Folder = new Map();
  for (const [path, content] of files) place(root, path, { content, mode: modes.get(path) ?? plainFile });
  const entries: TreeEntry[] = [];
  write(root, [], "", entries);
  return entries.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** Returns a commit as git writes it down. */
export function commitObject({ treeSha, parents, author, time, message }: CommitText): GitObject {
  const person = `${plain(author.name)} <${plain(author.email)}> ${Math.floor(time / 1000)} +0000`;
  const lines = [
    `tree ${treeSha}`,
    ...parents.map((sha) => `parent ${sha}`),
    ...[`author ${person}`, `committer ${person}`, "", message],
  ];
  return gitObject("commit", Buffer.from(`${lines.join("\n")}\n`));
}

/** Returns an object with its id. */
export function gitObject(type: GitObject["type"], body: Buffer): GitObject {
  return {
    type,
    body,
    sha: createHash("sha1").update(`${type} ${body.length}\0`).update(body).digest("hex"),
  };
}

function place(root: Folder, path: string, file: { content: Buffer; mode: string }): void {
  const names = path.split("/");
  const last = names.pop() ?? "";
  let at = root;
  for (const name of names) {
    const inside = at.get(name) ?? new Map();
    if (!(inside instanceof Map)) throw conflict(path);
    at.set(name, inside);
    at = inside;
  }
  if (at.has(last)) throw conflict(path);
  at.set(last, file);
}

function conflict(path: string): Error {
  return new Error(`cannot commit: ${path} is below a file, or a folder already; delete the other one`);
}

/** Writes a folder and those in it; what is in them goes to `listed`, too. */
function write(inside: Folder, objects: GitObject[], prefix: string, listed: TreeEntry[]): string {
  const entries = [...inside].map(([name, entry]) => {
    const path = prefix + name;
    if (entry instanceof Map) {
      const sha = write(entry, objects, `${path}/`, listed);
      listed.push({ path, mode: "040000", type: "tree", sha });
      return { name, mode: folder, sha };
    }
    const { content, mode } = entry;
    const isModule = mode === submodule;
    const sha = isModule ? content.toString() : blobSha(content);
    listed.push({
      ...{ path, mode, sha, type: isModule ? "commit" : "blob" },
      ...(isModule ? {} : { size: content.length }),
    });
    return { name, mode, sha };
  });
  // Git sorts a folder as if its name ended in a slash.
  const key = ({ name, mode }: { name: string; mode: string }) =>
    Buffer.from(mode === folder ? `${name}/` : name);
  entries.sort((a, b) => Buffer.compare(key(a), key(b)));
  const parts = entries.flatMap(({ name, mode, sha }) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(sha, "hex"),
  ]);
  const tree = gitObject("tree", Buffer.concat(parts));
  objects.push(tree);
  return tree.sha;
}

/** Git ends names and addresses at these. */
function plain(text: string): string {
  return text.replaceAll(/[<>\n\0]/g, "");
}
