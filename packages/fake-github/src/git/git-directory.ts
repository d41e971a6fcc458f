import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../process/run-process.ts";

/** Is a bare repository on disk, which git's own programs work on. */
export interface GitDirectory {
  readonly path: string;
  /** Whether its objects were made just now, so that there are none yet. */
  readonly isNew: boolean;
  /** Runs git on it, and returns what it printed. Throws if git failed. */
  readonly git: (args: readonly string[], input?: Uint8Array) => Promise<Buffer>;
  /** Runs `git http-backend` with the variables of a request. */
  readonly backend: (variables: Readonly<Record<string, string>>, body: Uint8Array) => Promise<Buffer>;
}

const config = `[core]
\tbare = true
\trepositoryformatversion = 0
[gc]
\tauto = 0
[receive]
\tautogc = false
[uploadpack]
\tallowAnySHA1InWant = true
[http]
\treceivepack = true
`;

/**
 * Opens a bare repository of a directory, and makes it when it is not there. Repositories that were forked from each other
 * share their objects.
 */
export async function openGitDirectory(
  root: string,
  { name, network, head }: { readonly name: string; readonly network: string; readonly head: string },
): Promise<GitDirectory> {
  const path = join(root, `${name}.git`);
  const objects = join(root, `${network}.git`, "objects");
  const isNew = !existsSync(objects);
  await mkdir(join(objects, "info"), { recursive: true });
  await mkdir(join(path, "refs"), { recursive: true });
  if (!existsSync(join(path, "objects"))) await symlink(objects, join(path, "objects"));
  await writeFile(join(path, "config"), config);
  await writeFile(join(path, "HEAD"), `ref: refs/heads/${head}\n`);
  // Nothing of the user's configuration may change what happens here.
  const env = {
    ...{ PATH: "/usr/local/bin:/usr/bin:/bin", HOME: path, LC_ALL: "C.UTF-8" },
    ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  };
  return {
    ...{ path, isNew },
    git: async (args, input) => {
      const { code, stdout, stderr } = await runProcess({
        ...{ program: "git", args, cwd: path, env: { ...env, GIT_DIR: path } },
        ...(input === undefined ? {} : { input }),
      });
      if (code !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr.trim()}`);
      return stdout;
    },
    backend: async (variables, body) => {
      const request = { program: "git", args: ["http-backend"], cwd: path, input: body };
      const { code, stdout, stderr } = await runProcess({
        ...request,
        env: {
          ...env,
          ...variables,
          GIT_HTTP_EXPORT_ALL: "1",
          PATH_TRANSLATED: `${path}${variables["PATH_INFO"]}`,
        },
      });
      if (code !== 0 && stdout.length === 0) throw new Error(`git http-backend failed: ${stderr.trim()}`);
      return stdout;
    },
  };
}
