import { DebootcError } from "@debootc/core/error/debootc-error";
import { withoutCredentials } from "@debootc/core/text/quoted";
import { type Outcome, run } from "./run.ts";
import { lastWords, saidByTool } from "./tool-error.ts";

/** Describes how git is run on repositories of others. */
export interface GitContext {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  /** What the user's ssh, proxy and ~/.netrc need: `SSH_AUTH_SOCK`, `HOME`, proxies. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Protocols by which a repository may be reached: all others run programs that the URL names. */
const protocols = "file:git:http:https:ssh";

/** The user's and the host's configuration could run programs, and would make clones differ between machines. */
const settings: Readonly<Record<string, string>> = {
  "advice.detachedHead": "false",
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "core.symlinks": "true",
  "fetch.recurseSubmodules": "false",
  "submodule.recurse": "false",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "60",
  "init.defaultBranch": "main",
};

/** Returns the refs of a repository by name, `HEAD` among them; tags point to what they name (`refs/tags/x`). Throws `mirror-unreachable`. */
export async function remoteRefs(url: string, context: GitContext): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await remote(url, ["ls-remote", "--quiet", "--", url], context);
  const refs = new Map<string, string>();
  for (const line of stdout.split("\n")) {
    const [commit = "", name] = line.split("\t");
    // An annotated tag follows itself as `name^{}`, with the commit that it names.
    if (name !== undefined) refs.set(name.replace(/\^\{\}$/, ""), commit);
  }
  return refs;
}

/** Makes an empty repository for `fetchObjects`. */
export async function initRepository(directory: string, context: GitContext): Promise<void> {
  await git(["init", "--quiet", "--template=", directory], context);
}

/** Brings refs or commits of a repository into refs of another one. Throws `mirror-unreachable`. */
export async function fetchObjects(
  directory: string,
  url: string,
  { refspecs, depth }: { readonly refspecs: readonly string[]; readonly depth?: number },
  context: GitContext,
): Promise<void> {
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  const args = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", ...shallow, "--", url, ...refspecs];
  await remote(url, ["-C", directory, ...args], context);
}

/** Returns the commit that a word names in a repository; undefined if it names none, or several. */
export async function findCommit(
  directory: string,
  word: string,
  context: GitContext,
): Promise<string | undefined> {
  const args = ["-C", directory, "rev-parse", "--verify", "--quiet", "--end-of-options", `${word}^{commit}`];
  const { stdout, exitCode } = await git(args, context, [0, 1, 128]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Writes the files of a commit to the repository's own work tree. No filter and no hook runs. */
export async function checkOut(directory: string, commit: string, context: GitContext): Promise<void> {
  await git(["-C", directory, "checkout", "--quiet", "--force", "--detach", commit], context);
}

/** Names at the top of the tree of a commit. */
export async function listTop(directory: string, commit: string, context: GitContext): Promise<string[]> {
  const { stdout } = await git(["-C", directory, "ls-tree", "--name-only", "-z", commit], context);
  return stdout.split("\0").filter(Boolean);
}

/** Describes where a repository has another one inside, at a commit. */
export interface Submodule {
  readonly path: string;
  readonly commit: string;
  /** As .gitmodules has it; undefined if it has none. */
  readonly url: string | undefined;
}

/** Lists the submodules of a commit, in the order of their paths. */
export async function listSubmodules(
  directory: string,
  commit: string,
  context: GitContext,
): Promise<Submodule[]> {
  const { stdout } = await git(["-C", directory, "ls-tree", "-r", "-z", "--full-tree", commit], context);
  const links = stdout.split("\0").flatMap((line) => {
    const { id = "", path } = /^160000 commit (?<id>\w+)\t(?<path>.*)$/s.exec(line)?.groups ?? {};
    return path === undefined ? [] : [{ path, commit: id }];
  });
  if (links.length === 0) return [];
  const urls = await submoduleUrls(directory, commit, context);
  return links.map((link) => ({ ...link, url: urls.get(link.path) }));
}

/** By path. Git reads nothing that .gitmodules would include. */
async function submoduleUrls(
  directory: string,
  commit: string,
  context: GitContext,
): Promise<ReadonlyMap<string, string>> {
  const form = "^submodule\\..*\\.(path|url)$";
  const config = ["config", "--no-includes", `--blob=${commit}:.gitmodules`, "-z", "--get-regexp", form];
  const { stdout } = await git(["-C", directory, ...config], context, [0, 1, 128, 255]);
  const named = new Map<string, { path?: string; url?: string }>();
  for (const line of stdout.split("\0")) {
    const {
      name = "",
      key = "",
      value,
    } = /^submodule\.(?<name>.*)\.(?<key>path|url)\n(?<value>.*)$/s.exec(line)?.groups ?? {};
    if (value !== undefined) named.set(name, { ...named.get(name), [key]: value });
  }
  return new Map([...named.values()].flatMap(({ path, url }) => (path && url ? [[path, url]] : [])));
}

/** Returns a commit that has a directory of another commit as its whole tree, with its time; undefined if that has none. */
export async function commitOfSubdirectory(
  directory: string,
  commit: string,
  subdirectory: string,
  context: GitContext,
): Promise<string | undefined> {
  // With a slash at its end git lists what is in the directory.
  const path = subdirectory.replace(/\/+$/, "");
  const args = ["-C", directory, "ls-tree", "-d", "-z", "--full-tree", commit, "--", path];
  const tree = /^040000 tree (\w+)\t/.exec((await git(args, context)).stdout)?.[1];
  if (tree === undefined) return undefined;
  const date = `${await commitTime(directory, commit, context)} +0000`;
  const person = (kind: string) => ({
    [`GIT_${kind}_NAME`]: "debootc",
    [`GIT_${kind}_EMAIL`]: "debootc@localhost",
    [`GIT_${kind}_DATE`]: date,
  });
  const env = { ...context.env, ...person("AUTHOR"), ...person("COMMITTER") };
  const commitTree = ["-C", directory, "commit-tree", "-m", commit, tree];
  return (await git(commitTree, { ...context, env })).stdout.trim();
}

/** Returns when a commit was made, in seconds since 1970. */
export async function commitTime(directory: string, commit: string, context: GitContext): Promise<number> {
  const { stdout } = await git(["-C", directory, "show", "--no-patch", "--format=%ct", commit], context);
  return Number(stdout.trim());
}

/** Writes the tree of a commit to a file, as a tar of files below `prefix`; `without` names paths that stay out. */
export async function archiveCommit(
  directory: string,
  {
    commit,
    prefix,
    file,
    without = [],
  }: {
    readonly commit: string;
    readonly prefix: string;
    readonly file: string;
    readonly without?: readonly string[];
  },
  context: GitContext,
): Promise<void> {
  const paths = without.length === 0 ? [] : ["--", ".", ...without.map((path) => `:(exclude,top)${path}`)];
  const args = ["archive", "--format=tar", `--prefix=${prefix}/`, `--output=${file}`, commit, ...paths];
  await git(["-C", directory, ...args], context);
}

async function remote(url: string, args: readonly string[], context: GitContext): Promise<Outcome> {
  try {
    return await git(args, context);
  } catch (error) {
    const said = saidByTool(error);
    if (said === undefined) throw error;
    const telling =
      /^(?:fatal|ERROR|error|remote): .*$|^\s*(?:Host key verification failed|.*Permission denied).*$/gm;
    const lines = [...said.matchAll(telling)].map(([line]) => line.trim());
    throw new DebootcError(
      "mirror-unreachable",
      withoutCredentials(`git cannot read ${url}: ${lines.join("; ") || lastWords(error)}`),
      {
        hint: hintFor(lines.join("\n")),
        cause: error,
      },
    );
  }
}

function hintFor(said: string): string {
  if (/could not read Username|Authentication failed|Permission denied|terminal prompts disabled/.test(said))
    return "debootc asks for no password: let ssh-agent hold the key, or put name and password into ~/.netrc.";
  if (/Host key verification failed/.test(said))
    return "The host is not known to ssh: add its key to ~/.ssh/known_hosts, by a way you trust.";
  if (/dubious ownership/.test(said))
    return "The repository belongs to another user: copy it, or run debootc as that user.";
  return "Check the address and the network.";
}

/** Runs git as this file does: without anybody's configuration but that of the repository. */
export async function git(
  args: readonly string[],
  { signal, onLine, env = {} }: GitContext,
  accept: readonly number[] = [0],
): Promise<Outcome> {
  const pairs = Object.entries(settings);
  return run({
    tool: "git",
    args,
    signal,
    accept,
    onLine: (line, stream) => {
      if (stream === "stderr") onLine(withoutCredentials(line));
    },
    env: {
      ...env,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_COUNT: String(pairs.length),
      ...Object.fromEntries(
        pairs.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
      GIT_ALLOW_PROTOCOL: protocols,
      GIT_ATTR_NOSYSTEM: "1",
      GIT_NO_LAZY_FETCH: "1",
      GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes",
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "/bin/false",
      SSH_ASKPASS: "/bin/false",
    },
  });
}
