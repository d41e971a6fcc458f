import { posix } from "node:path";
import { repositoryUrl } from "../shapes/repository-shape.ts";
import { resolveRef } from "../state/find.ts";
import { blobSha } from "../state/git-objects.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { ApiError } from "./api-error.ts";
import { type Call, type Handler, repositoryOf } from "./call.ts";

const symlink = "120000";
/** GitHub gives larger files as raw bytes only. */
const largestInline = 1024 * 1024;

/** Answers for files and folders of a repository at a commit. */
export const contentsApi = {
  "repos/get-content": (call) => {
    const repository = repositoryOf(call);
    const path = (call.params["path"] ?? "").replace(/^\/+|\/+$/g, "");
    const ref = call.query["ref"] ?? repository.defaultBranch;
    const sha = resolveRef(repository, ref);
    const commit = sha === undefined ? undefined : repository.commits.get(sha);
    if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
    const { tree, modes } = commit;
    const linked = modes.get(path) === symlink ? (tree.get(path) ?? Buffer.alloc(0)).toString() : undefined;
    // A link to a file of the repository is answered like that file, any other as a link.
    const target = linked === undefined ? undefined : tree.get(posix.join(posix.dirname(path), linked));
    if (linked !== undefined && target === undefined)
      return {
        status: 200,
        body: {
          ...entry(call, repository, path, ref, "file", tree.get(path)),
          type: "symlink",
          target: linked,
        },
      };
    const file = target ?? tree.get(path);
    if (file === undefined) return folder(call, repository, tree, path, ref);
    const accept = call.headers("accept") ?? "";
    if (/application\/vnd\.github(\.v3)?\.raw|\.raw\+json/.test(accept))
      return {
        status: 200,
        bytes: file,
        headers: { "content-type": "application/vnd.github.raw; charset=utf-8" },
      };
    const isLarge = file.length > largestInline;
    return {
      status: 200,
      body: {
        ...entry(call, repository, path, ref, "file", file),
        encoding: isLarge ? "none" : "base64",
        content: isLarge ? "" : wrapped(file.toString("base64")),
      },
    };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function folder(
  call: Call,
  repository: Repository,
  tree: ReadonlyMap<string, Buffer>,
  path: string,
  ref: string,
) {
  const prefix = path === "" ? "" : `${path}/`;
  const names = new Map<string, Buffer | undefined>();
  for (const [name, content] of tree) {
    if (!name.startsWith(prefix)) continue;
    const [first = "", ...rest] = name.slice(prefix.length).split("/");
    if (!names.has(first)) names.set(first, rest.length === 0 ? content : undefined);
  }
  if (names.size === 0) throw new ApiError(404, "Not Found");
  const entries = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    status: 200,
    body: entries.map(([name, content]) =>
      entry(call, repository, prefix + name, ref, content === undefined ? "dir" : "file", content),
    ),
  };
}

function entry(
  { world }: Call,
  repository: Repository,
  path: string,
  ref: string,
  type: "file" | "dir",
  content: Buffer = Buffer.alloc(0),
) {
  const api = repositoryUrl(world.urls, repository);
  const page = `${world.urls.html}/${fullName(repository)}`;
  const sha = blobSha(content);
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  const self = `${api}/contents/${escaped}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${type === "file" ? "blobs" : "trees"}/${sha}`;
  const html = `${page}/${type === "file" ? "blob" : "tree"}/${ref}/${path}`;
  return {
    type,
    name: path.split("/").at(-1) ?? "",
    path,
    sha,
    size: content.length,
    url: self,
    html_url: html,
    git_url: git,
    download_url: type === "file" ? `${page}/raw/${ref}/${path}` : null,
    _links: { self, git, html },
  };
}

/** GitHub breaks base64 into lines of sixty. */
function wrapped(text: string): string {
  return text.replaceAll(/.{1,60}/g, "$&\n");
}
