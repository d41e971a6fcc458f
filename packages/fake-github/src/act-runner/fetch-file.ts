import { mkdir } from "node:fs/promises";
import { runProcess } from "../process/run-process.ts";
import type { JobMessage } from "../state/job-message.ts";

/**
 * Fetches the commit of a job into a repository without files, as act wants one to ask about the commit, and returns the text
 * of a file of it.
 */
export async function fetchFile(
  { repository, run, token }: JobMessage,
  path: string,
  { directory, env }: { readonly directory: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const credentials = Buffer.from(`x-access-token:${token}`).toString("base64");
  const withToken = {
    ...{ ...env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraHeader" },
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${credentials}`,
  };
  const git = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runProcess({
      program: "git",
      args,
      cwd: directory,
      env: withToken,
    });
    if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
    return stdout.toString();
  };
  await git("init", "--quiet", "--initial-branch", "main");
  await git("remote", "add", "origin", repository.cloneUrl);
  await git("fetch", "--quiet", "--no-tags", "--depth", "1", "origin", run.sha);
  await git("update-ref", "HEAD", run.sha);
  return await git("show", `${run.sha}:${path}`);
}
