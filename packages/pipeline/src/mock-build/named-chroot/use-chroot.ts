import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ChrootMount } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { lowerLayersOf } from "@debootc/core/mock-build/records/named-chroot";
import { isThere } from "@debootc/tools/files/paths";
import { isatty } from "node:tty";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { privilegeOf } from "../../worker/privilege-of.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withChrootHooks } from "../chroot-store/chroot-hooks.ts";
import { holdChroot } from "../chroot-store/chroot-store.ts";
import { quietContext } from "../chroot-store/quiet-context.ts";
import { useChrootOperation } from "./use-chroot-operation.ts";

interface Use {
  readonly cacheDir: string;
  readonly name: string;
  readonly user: "root" | "builder";
  readonly command: readonly string[];
  /** Beside those of its configuration. */
  readonly mounts?: readonly ChrootMount[];
}

/** Gives a shell a terminal of its own inside: it could not control the jobs of the one outside. */
const shellInTerminal = [
  "script",
  "--quiet",
  "--return",
  "--flush",
  "--command",
  "/bin/bash -l",
  "/dev/null",
];

/** Opens a shell in a chroot and returns its exit status. */
export async function shellInChroot(
  use: Omit<Use, "command">,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<number> {
  const command = isatty(0) && isatty(1) ? shellInTerminal : ["/bin/bash", "-l"];
  return withChrootHooks(use, dependencies, directories, async (call) => {
    await call("beforeShell", { name: use.name });
    const exitStatus = await useChroot({ ...use, command }, dependencies);
    await call("afterShell", { name: use.name, exitStatus });
    return exitStatus;
  });
}

/** Runs a command in a chroot, with the streams of this process, and returns its exit status. Throws `in-use`, `usage`. */
export async function runInChroot(
  use: Use,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<number> {
  const { name, command } = use;
  return withChrootHooks(use, dependencies, directories, async (call) => {
    await call("beforeRun", { name, command });
    const exitStatus = await useChroot(use, dependencies);
    await call("afterRun", { name, command, exitStatus });
    return exitStatus;
  });
}

/** Does what `runInChroot` does, unheard by plugins: for what a command does rather than what a person asked for. */
export async function useChroot(
  { cacheDir, name, user, command, mounts = [] }: Use,
  { environment, signal }: PipelineDependencies,
): Promise<number> {
  const privilege = privilegeOf(environment.user);
  if (!privilege.isRoot) {
    throw new DebootcError(
      "isolation-unavailable",
      "only root can hand its terminal and streams to a chroot",
      {
        hint: "Run it as root: sudo debootc chroot ...",
      },
    );
  }
  await using held = await holdChroot(cacheDir, name);
  const { chroot, directory } = held;
  const layer = (id: string) => join(directory, "layers", id);
  const layers = lowerLayersOf(chroot)
    .map((id) => join(layer(id), "upper"))
    .toReversed();
  // Where nothing was done between two snapshots, nothing was ever mounted.
  const changed = await Promise.all(layers.map(async (path) => ((await isThere(path)) ? [path] : [])));
  const { exitStatus } = await runPrivileged(
    useChrootOperation,
    {
      lower: [...changed.flat(), join(directory, chroot.baseDirectory)],
      top: layer(chroot.top),
      mounts: [...chroot.configuration.mounts, ...mounts],
      environment: chroot.configuration.environment,
      user,
      command: [...command],
      terminal: isatty(0),
    },
    privilege,
    quietContext(signal),
    [0, 1, 2],
  );
  return exitStatus;
}
