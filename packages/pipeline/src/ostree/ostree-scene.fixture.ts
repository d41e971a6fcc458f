import { chmod, mkdir, mkdtempDisposable, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { makeSigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { run } from "@debootc/tools/run";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { commitToRef } from "./commit-directory.ts";
import { initRepositoryAt } from "./init-repository.ts";

export const ref = "site/main";

interface CommitOptions {
  readonly ref?: string;
  /** Of 1 January 2026; the commits of a ref are usually an hour apart. */
  readonly hour?: number;
  readonly subject?: string;
  readonly treeVersion?: string;
}

/** The files of an OpenPGP key: what a person hands to the verbs. */
export interface KeyFiles {
  readonly fingerprint: string;
  readonly publicFile: string;
  readonly secretFile: string;
}

/** Makes a real repository in a temporary directory, with what a test needs to fill it. */
export async function makeScene() {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-ostree-"));
  const path = (name: string) => join(directory.path, name);
  const repo = path("repo");
  await initRepositoryAt({ repo, json: false });
  const agents: (() => Promise<void>)[] = [];
  return {
    path,
    repo,
    /** Runs the program itself: its word counts more than ours. */
    ostree: async (...args: string[]) =>
      (await run({ tool: "ostree", args: [`--repo=${repo}`, ...args] })).stdout.trim(),
    /** Names of the repository's files that hold a text. */
    grep: (text: string) => run({ tool: "grep", args: ["-rlF", "-e", text, repo], accept: [0, 1] }),
    /** Paths of all files below a directory of the repository. */
    files: async (name: string) => (await readdir(join(repo, name), { recursive: true })).sort(),
    /** Commits files, text by path, and returns the checksum. */
    commit: async (files: Readonly<Record<string, string>>, options: CommitOptions = {}) => {
      const { hour = 0, subject = "", treeVersion } = options;
      const tree = path("tree");
      await rm(tree, { recursive: true, force: true });
      await writeTree(tree, files);
      const { checksum } = await commitToRef(
        {
          repo,
          tree,
          ref: options.ref ?? ref,
          subject,
          treeVersion,
          timestamp: timeOf(hour).toISOString(),
          rootOwned: true,
          json: false,
        },
        dependencies(),
      );
      return checksum;
    },
    key: async (name: string, options: Parameters<typeof makeSigningKey>[1] = {}): Promise<KeyFiles> => {
      const key = await makeSigningKey(path(`${name}.gnupg`), options);
      agents.push(key.dispose);
      const files = { publicFile: path(`${name}.asc`), secretFile: path(`${name}.key`) };
      await writeFile(files.publicFile, key.publicKey);
      await writeFile(files.secretFile, key.secretKey, { mode: 0o600 });
      return { fingerprint: key.fingerprint, ...files };
    },
    [Symbol.asyncDispose]: async () => {
      for (const end of agents) await end();
      await directory.remove();
    },
  };
}

export type OstreeScene = Awaited<ReturnType<typeof makeScene>>;

export function timeOf(hour: number): Date {
  return new Date(Date.UTC(2026, 0, 1, hour));
}

/** What a door hands to a verb, with the clock at an hour of 1 January 2026. */
export function dependencies(hour = 12): PipelineDependencies {
  return {
    emit: () => {},
    signal: new AbortController().signal,
    clock: () => timeOf(hour),
    environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
  };
}

async function writeTree(tree: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(tree, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, name)), { recursive: true });
    await writeFile(join(tree, name), text);
    await chmod(join(tree, name), 0o644);
  }
}
