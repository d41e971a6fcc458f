import { requireDirectory } from "@debootc/tools/files/require-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { lockFile } from "@debootc/tools/files/flock";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Names what is where in the directory of `orchestrator dev`. */
export interface DevDirectory {
  readonly path: string;
  /** The working copy that people edit. It outlives sessions; everything else is made anew by each. */
  readonly workingCopy: string;
  readonly hubData: string;
  readonly githubData: string;
  /** The key of the hub's API. */
  readonly keyFile: string;
  /** The actions of debootc as jobs use them. */
  readonly actions: string;
  readonly secret: (name: string) => string;
  readonly log: (part: string) => string;
  readonly agentData: (agent: string) => string;
}

/**
 * Prepares the directory: an earlier session leaves its working copy and nothing else, since GitHub's stand-in forgets
 * everything and the hub's rows would name runs that GitHub does not know. One session at a time has it. Throws `in-use`.
 */
export async function prepareDevDirectory(
  path: string,
  repository: string,
  held: AsyncDisposableStack,
): Promise<DevDirectory> {
  const session = join(path, "session");
  const logs = join(path, "logs");
  const workingCopy = join(path, repository.split("/").at(-1) ?? "");
  if (workingCopy === session || workingCopy === logs) {
    throw new DebootcError("usage", `a repository cannot be called ${repository} here: the name is taken`, {
      hint: "Choose another name by --repository.",
    });
  }
  await requireDirectory(path);
  const inUse = () =>
    new DebootcError("in-use", `another \`orchestrator dev\` uses ${path}`, {
      hint: "End it, or name another directory by --directory.",
    });
  held.use(await lockFile(join(path, ".lock"), inUse));
  for (const old of [session, logs]) await rm(old, { recursive: true, force: true });
  for (const made of [join(session, "secrets"), logs]) await mkdir(made, { recursive: true, mode: 0o700 });
  return {
    path,
    workingCopy,
    hubData: join(session, "hub"),
    githubData: join(session, "github"),
    keyFile: join(session, "hub-key"),
    actions: join(session, "actions"),
    secret: (name) => join(session, "secrets", name),
    log: (part) => join(logs, `${part}.log`),
    agentData: (agent) => join(session, agent),
  };
}
