import { run } from "@debootc/tools/run";
import { readText, repository, repositoryFiles } from "../repository/repository.ts";

/** Shell scripts that their own shell cannot parse. */
export async function shellSyntax(): Promise<string[]> {
  const files = await repositoryFiles();
  const complaints = await Promise.all(files.map(parse));
  return complaints.flat();
}

async function parse(path: string): Promise<string[]> {
  const shell = shellOf(path, await readText(path));
  if (shell === undefined) return [];
  const { stderr, exitCode } = await run({
    tool: shell,
    args: ["-n", path],
    cwd: repository,
    accept: [0, 1, 2],
  });
  return exitCode === 0 ? [] : [stderr.trim()];
}

function shellOf(path: string, text: string): string | undefined {
  const [, named] = /^#! *(?:\/usr)?\/bin\/(?:env )?(bash|sh|dash)\b/.exec(text) ?? [];
  return named ?? (path.endsWith(".sh") || path === "script/env" ? "bash" : undefined);
}
