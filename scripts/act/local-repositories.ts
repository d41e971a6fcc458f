import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { actionsRepository } from "../release/own-references.ts";

interface Places {
  readonly version: string;
  /** debootc's actions as a release has them. */
  readonly actions: string;
  /** What stands in for actions/checkout. */
  readonly checkout: string;
}

/**
 * Returns which directory stands for which repository at which version, for all that the workflows of a folder use, and
 * those of debootc, which they may call.
 */
export async function localRepositories(
  folder: string,
  { version, actions, checkout }: Places,
): Promise<string[]> {
  const texts = [...(await workflowsIn(folder)), ...(await workflowsIn(join(actions, ".github/workflows")))];
  const used = texts.flatMap((text) =>
    [...text.matchAll(/uses: *["']?([\w.-]+\/[\w.-]+)[^\s@#"']*@([^\s#"']+)/g)].map(([, name, ref]) => ({
      name,
      ref,
    })),
  );
  const versionsOf = (repository: string) =>
    used.flatMap(({ name, ref }) => (name === repository && ref !== undefined ? [ref] : []));
  const own = new Set([version, ...versionsOf(actionsRepository)]);
  return [
    ...[...own].map((ref) => `${actionsRepository}@${ref}=${actions}`),
    ...[...new Set(versionsOf("actions/checkout"))].map((ref) => `actions/checkout@${ref}=${checkout}`),
  ];
}

async function workflowsIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /[.]ya?ml$/.test(name));
  return await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
}
