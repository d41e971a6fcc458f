import { readText, repositoryFiles } from "../repository/repository.ts";

const rules = [
  {
    // Debian's and Ubuntu's archive hosts, not their documentation.
    word: /\b(?:deb|security|snapshot|archive|incoming|ports|https?redir|http|cdn[\w-]*|ftp(?:[.]\w+)?)[.](?:debian|ubuntu)[.](?:org|net|com)\b/,
    why: "names a mirror host; a mirror comes from the treefile, DEBOOTC_MIRROR or the host. Use example.org in tests.",
  },
  {
    word: /"resolved": "https?:/,
    why: "names a registry host; write the lockfile with npm's --omit-lockfile-registry-resolved.",
  },
  {
    word: /^(?:<{7}|>{7}) .*/,
    why: "was left by a merge: keep one side, or both, and remove the mark.",
  },
] as const;

/** Words that must be nowhere in the repository. */
export async function forbiddenWords(): Promise<string[]> {
  const files = (await repositoryFiles()).filter((path) => !path.includes("/fixtures/refused/"));
  const found = await Promise.all(files.map(async (path) => findForbiddenWords(path, await readText(path))));
  return found.flat();
}

export function findForbiddenWords(path: string, text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      rules.flatMap(({ word, why }) =>
        word.test(line) ? [`${path}:${index + 1}: ${word.exec(line)?.[0]} ${why}`] : [],
      ),
    );
}
