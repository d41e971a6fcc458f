import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  formatIdentity,
  type Life,
  lifeOf,
  type ProcessIdentity,
  parseIdentity,
} from "./process-identity.ts";

export interface StagingDirectory {
  readonly path: string;
  readonly owner: ProcessIdentity;
}

/**
 * Makes a directory in the staging area. Its name carries its owner, so it never exists without one, and whether the
 * owner lives tells a leftover from work in progress.
 */
export async function makeStagingDirectory(area: string, owner: ProcessIdentity): Promise<string> {
  return mkdtemp(join(area, `${formatIdentity(owner)}-`));
}

/** Lists the directories of the staging area with their owners; skips names of another form. */
export async function listStagingDirectories(area: string): Promise<StagingDirectory[]> {
  return (await readdir(area)).flatMap((name) => {
    const owner = parseIdentity(name.slice(0, name.lastIndexOf("-")));
    return owner ? [{ path: join(area, name), owner }] : [];
  });
}

/** Lists the directories whose owner is dead. */
export async function abandonedStagingDirectories(
  area: string,
  life: (owner: ProcessIdentity) => Promise<Life> = lifeOf,
): Promise<StagingDirectory[]> {
  const directories = await listStagingDirectories(area);
  const lives = await Promise.all(directories.map(({ owner }) => life(owner)));
  return directories.filter((_directory, index) => lives[index] === "dead");
}
