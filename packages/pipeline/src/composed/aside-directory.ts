import { namesIn } from "@debootc/tools/files/paths";
import { join } from "node:path";
import {
  formatIdentity,
  identifyProcess,
  lifeOf,
  parseIdentity,
  type ProcessIdentity,
} from "../cache/process-identity.ts";

/** Is the directory of a dead compose, or what a run worked in, moved out of the way to be removed. */
export interface AsideDirectory {
  readonly path: string;
  /** The process that removes it. */
  readonly owner: ProcessIdentity;
}

const form = /^\..+\.(?<owner>[0-9]+\.[0-9]+\.[0-9]+\.[0-9a-f]{32})\.old$/;

/** Returns where this process moves what it removes of a compose, beside its place. */
export async function asidePath(outputDir: string, id: string): Promise<string> {
  const owner = formatIdentity(await identifyProcess(process.pid));
  return join(outputDir, `.${id}.${owner}.old`);
}

/** Lists what somebody died over while removing it; none if the output directory is missing. */
export async function abandonedAsides(outputDir: string): Promise<AsideDirectory[]> {
  const abandoned: AsideDirectory[] = [];
  for (const name of await namesIn(outputDir)) {
    const owner = parseIdentity(form.exec(name)?.groups?.["owner"] ?? "");
    if (owner !== undefined && (await lifeOf(owner)) === "dead")
      abandoned.push({ path: join(outputDir, name), owner });
  }
  return abandoned;
}
