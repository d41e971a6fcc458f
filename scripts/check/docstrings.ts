import { readText, repositoryFiles } from "../repository/repository.ts";
import { isVerb } from "./docstring-verbs.ts";

const source = /^(?:packages\/[^/]+\/src|cli\/src|orchestrator-app|runner-agent|actions|scripts)\/.*[.]ts$/;
const test = /[.](?:test|fixture)[.]ts$/;
const documented = /^\/\*\*(?<text>(?:[^*]|\*(?!\/))*)\*\/\nexport (?:async )?\S+\*? (?<name>[\w$]+)/gm;

/** Finds docstrings of exports that are no sentences: a reader has to guess what such a fragment belongs to. */
export async function docstrings(): Promise<string[]> {
  const files = (await repositoryFiles()).filter((path) => source.test(path) && !test.test(path));
  const found = await Promise.all(files.map(async (path) => findFragments(path, await readText(path))));
  return found.flat();
}

/** Returns a complaint for each docstring of an export that does not begin with a verb, or does not end. */
export function findFragments(path: string, text: string): string[] {
  return [...text.matchAll(documented)].flatMap((match) => {
    const said = (match.groups?.["text"] ?? "").replaceAll(/^[ \t]*\*[ \t]?/gm, "").trim();
    const first = /^[\w-]+/.exec(said)?.[0] ?? "";
    const line = text.slice(0, match.index).split("\n").length;
    const place = `${path}:${line}: docstring of ${match.groups?.["name"]}`;
    if (!isVerb(first)) {
      return [
        `${place} begins with "${said.split(/\s/)[0]}"; allowed: a verb in the third person, such as Returns, Checks, Holds. ` +
          "Make it a sentence; a verb that is missing goes into scripts/check/docstring-verbs.ts.",
      ];
    }
    return /[.:)`]$/.test(said) ? [] : [`${place} does not end with a full stop.`];
  });
}
