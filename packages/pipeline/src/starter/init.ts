import { DebootcError } from "@debootc/core/error/debootc-error";
import { errorCodes } from "@debootc/core/error/codes";
import type { InitRequest } from "@debootc/core/request/init-request";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { join } from "node:path";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import { withRun } from "../engine/with-run.ts";
import { runLock } from "../lock/run-lock.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { starterTreefileName, writeStarter } from "./write-starter.ts";

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
  /** The lockfile; absent where none was made, and then why, unless none was wanted. */
  readonly lock?: string;
  readonly unlocked?: string;
}

/**
 * Runs `debootc init`: fills a directory, and locks its packages if an archive can be reached. Throws `usage` for a directory
 * that has such files already.
 */
export async function init(
  { directory, template, noLock, arch, cacheDir, mirror }: InitRequest,
  dependencies: PipelineDependencies,
  { configuration, ...person }: Here,
): Promise<InitResult> {
  const treefile = join(directory, starterTreefileName);
  const write = () => writeStarter({ directory, template, ...person });
  if (noLock) {
    const files = await withRun(dependencies, ({ begin }) => {
      begin();
      return write();
    });
    return { directory, files, treefile };
  }
  const request = lockCommandRequestSchema.parse({
    treefile,
    arch: [arch],
    cacheDir,
    ...(mirror === undefined ? {} : { mirror }),
  });
  const written = { directory, files: [] as readonly string[], treefile };
  const prepare = async () => {
    written.files = await write();
  };
  try {
    const { locks } = await runLock(request, dependencies, { configuration, chosen: true, prepare });
    return { ...written, ...(locks[0] === undefined ? {} : { lock: locks[0].path }) };
  } catch (error) {
    if (!(error instanceof DebootcError) || !isOffline(error)) throw error;
    return { ...written, unlocked: error.message };
  }
}

/** Whether the files are right and only the archive is missing, which another time or network has. */
function isOffline({ code }: DebootcError): boolean {
  return errorCodes[code].class === "infrastructure" || code === "mirror-unknown";
}
