import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Is a repository with actions, and the directory that stands for it at any version. */
export interface LocalRepository {
  readonly name: string;
  readonly directory: string;
}

/** Reads `OWNER/NAME=DIRECTORY`. */
export function readLocalRepository(text: string): LocalRepository {
  const [, name, directory] = /^([\w.-]+\/[\w.-]+)=(\/.+)$/.exec(text) ?? [];
  if (name === undefined || directory === undefined)
    throw new Error(`a local repository cannot be ${text}; allowed: OWNER/NAME=DIRECTORY, which is absolute`);
  return { name, directory };
}

/** Returns the repositories with actions that a text of YAML uses, each with its version. */
export function usedRepositories(text: string): { readonly name: string; readonly ref: string }[] {
  const found = text.matchAll(/uses"?: *["']?([\w.-]+\/[\w.-]+)[^\s@#"']*@([^\s#"',}]+)/g);
  return [...found].map(([, name = "", ref = ""]) => ({ name, ref }));
}

/**
 * Returns act's options for the repositories that stand on this machine, at each version that a workflow and the actions of
 * these repositories name. Where actions use each other as `$/PATH`, which act does not know, a copy has it written out.
 */
export async function localRepositoryOptions(
  workflow: string,
  repositories: readonly LocalRepository[],
  copies: string,
): Promise<string[]> {
  const version = "local";
  const options: string[] = [];
  const used = usedRepositories(workflow);
  for (const { name, directory } of repositories) {
    const actions = await actionFiles(directory);
    const texts = await Promise.all(actions.map((file) => readFile(join(directory, file), "utf8")));
    for (const text of texts) used.push(...usedRepositories(text));
    let place = directory;
    if (texts.some((text) => ownReference.test(text))) {
      place = join(copies, name);
      await cp(directory, place, {
        ...{ recursive: true, verbatimSymlinks: true },
        filter: (path) => !/\/(node_modules|[.]git)$/.test(path),
      });
      for (const [index, file] of actions.entries())
        await writeFile(
          join(place, file),
          (texts[index] ?? "").replaceAll(ownReferences, `$1${name}/$2@${version}`),
        );
      used.push({ name, ref: version });
    }
    const refs = new Set(used.filter((one) => one.name === name).map(({ ref }) => ref));
    options.push(...[...refs].flatMap((ref) => ["--local-repository", `${name}@${ref}=${place}`]));
  }
  return options;
}

const ownReferences = /^(\s*(?:- )?uses: *)\$\/(\S+)$/gm;
const ownReference = /^\s*(?:- )?uses: *\$\//m;

/** Finds the definitions of actions, which nobody keeps deep in a tree of packages. */
async function actionFiles(directory: string, below = "", depth = 3): Promise<string[]> {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const nested = entries
    .filter((entry) => entry.isDirectory() && depth > 0 && !/^(node_modules|[.].*)$/.test(entry.name))
    .map(({ name }) => actionFiles(directory, join(below, name), depth - 1));
  const here = entries
    .filter(({ name }) => /^action[.]ya?ml$/.test(name))
    .map(({ name }) => join(below, name));
  return [...here, ...(await Promise.all(nested)).flat()];
}
