import { DebootcError } from "@debootc/core/error/debootc-error";
import { errorCodes } from "@debootc/core/error/codes";
import type { InitRequest } from "@debootc/core/request/init-request";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { isThere } from "@debootc/tools/files/paths";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { withRun } from "../engine/with-run.ts";
import { runLock } from "../lock/run-lock.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { starterTreefileName, unignoredPaths, writeStarter } from "./write-starter.ts";

interface Here {
  /** Who starts debootc, and the public keys that they have for ssh. */
  readonly user: string;
  readonly keys: readonly string[];
  readonly configuration: ConfigurationDirectories;
}

/** Says what a new directory has. */
export interface InitResult {
  readonly directory: string;
  /** Paths below the directory. */
  readonly files: readonly string[];
  readonly treefile: string;
  /** What git should leave out, and the `.gitignore` that was there does not name. */
  readonly unignored: readonly string[];
  /** Whether the directory is the top of a repository of git. */
  readonly isRepository: boolean;
  /** The lockfile; absent where none was made, and then why, unless none was wanted. */
  readonly lock?: string;
  readonly unlocked?: string;
}

/**
 * Runs `debootc init`: fills a directory, and locks its packages if an archive can be reached. Throws `usage` for a directory
 * that has such files already, and `results-unwritable`.
 */
export async function init(
  { directory, template, noLock, arch, cacheDir, mirror }: InitRequest,
  dependencies: PipelineDependencies,
  { configuration, ...person }: Here,
): Promise<InitResult> {
  const treefile = join(directory, starterTreefileName);
  const write = async () => ({
    ...{ directory, treefile },
    files: await writeStarter({ directory, template, ...person }),
    unignored: await unignoredPaths(directory),
    isRepository: await isThere(join(directory, ".git")),
  });
  if (noLock) {
    return withRun(dependencies, ({ begin }) => {
      begin();
      return write();
    });
  }
  const request = lockCommandRequestSchema.parse({
    treefile,
    arch: [arch],
    cacheDir,
    ...(mirror === undefined ? {} : { mirror }),
  });
  let written: InitResult | undefined;
  const prepare = async () => {
    written = await write();
  };
  try {
    const { locks } = await runLock(request, dependencies, { configuration, chosen: true, prepare });
    return { ...(written ?? (await write())), ...(locks[0] === undefined ? {} : { lock: locks[0].path }) };
  } catch (error) {
    if (written === undefined || !(error instanceof DebootcError) || !isOffline(error)) throw error;
    return { ...written, unlocked: error.message };
  }
}

/** Whether the files are right and only the archive is missing, which another time or network has. */
function isOffline({ code }: DebootcError): boolean {
  return errorCodes[code].class === "infrastructure" || code === "mirror-unknown";
}
