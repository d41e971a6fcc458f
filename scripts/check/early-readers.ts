import { readText, repositoryFiles } from "../repository/repository.ts";

/** Finds scripts that a fast writer fails: under pipefail, whoever writes to a program that has ended dies of SIGPIPE. */
export async function earlyReaders(): Promise<string[]> {
  const scripts = (await repositoryFiles()).filter((path) => /^e2e\/.*[.]sh$/.test(path));
  const found = await Promise.all(scripts.map(async (path) => findEarlyReaders(path, await readText(path))));
  return found.flat();
}

export function findEarlyReaders(path: string, script: string): string[] {
  return script.split("\n").flatMap((line, index) => {
    const [reader] =
      /(?<=[^|]\| *)(?:head\b|grep(?: -\S+)* (?:-[a-zA-Z]*[qm]|--quiet|--max-count)).*/.exec(line) ?? [];
    return reader === undefined
      ? []
      : [
          `${path}:${index + 1}: "${reader.trim()}" stops reading before its input ends, and kills what writes it, now and then; use sed -n 1p, or grep with its output to /dev/null.`,
        ];
  });
}
