import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Outcome, run } from "./run.ts";
import { type Bind, boundTool } from "./sandbox.ts";

export interface Deployment {
  /** An existing, empty directory that becomes the physical root of a system. */
  readonly sysroot: string;
  /** The repository to take the commit from, in any mode. */
  readonly repo: string;
  readonly checksum: string;
  /** Becomes the deployment's origin: what `ostree admin upgrade` follows. */
  readonly ref: string;
  readonly stateroot: string;
  readonly kernelArguments: readonly string[];
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const sysrootInside = "/sysroot";
const sourceInside = "/source";

/**
 * Deploys a commit into a plain directory, as it is on a disk with one partition and no boot loader: objects,
 * one deployment and one boot entry below `boot/loader/entries`. Works with ostree 2022.7 or newer, as root.
 * No file becomes immutable, so that the directory can be removed like any other.
 * Throws `boot-unsupported` when the commit has no kernel.
 */
export async function deployToDirectory(deployment: Deployment): Promise<void> {
  const { repo, checksum, ref, stateroot, kernelArguments } = deployment;
  const ostree = (args: readonly string[], accept?: readonly number[]) =>
    runOstree(deployment, args, [{ source: repo, target: sourceInside }], accept);
  const inRepo = `--repo=${sysrootInside}/ostree/repo`;

  await ostree(["admin", "init-fs", "--modern", sysrootInside]);
  await ostree(["admin", "os-init", `--sysroot=${sysrootInside}`, stateroot]);
  const configuration = [
    // Plain entries for boot loaders (BLS), no generated configuration.
    ["sysroot.bootloader", "none"],
    ["sysroot.readonly", "true"],
    // What is written here is copied into an image before anything relies on it.
    ["core.fsync", "false"],
  ] as const;
  for (const [key, value] of configuration) await ostree([inRepo, "config", "set", key, value]);

  // By checksum: a ref could be looked up in a summary that is older than the commit.
  await ostree([inRepo, "pull-local", sourceInside, checksum]);
  const bootable = ["show", "--print-metadata-key=ostree.bootable", checksum];
  refuseUnbootable(checksum, await ostree([inRepo, ...bootable], [0, 1]));
  await ostree([inRepo, "refs", `--create=${ref}`, checksum]);
  const kargs = kernelArguments.map((argument) => `--karg=${argument}`);
  await ostree(["admin", "deploy", `--sysroot=${sysrootInside}`, `--os=${stateroot}`, ...kargs, ref]);
  await ostree([inRepo, "config", "unset", "core.fsync"]);
}

function runOstree(
  { sysroot, log, signal }: Deployment,
  args: readonly string[],
  binds: readonly Bind[],
  accept: readonly number[] = [0],
): Promise<Outcome> {
  const command = { tool: "ostree", args, accept, signal, onLine: log };
  return run(
    boundTool(command, { binds: [{ source: sysroot, target: sysrootInside, writable: true }, ...binds] }),
  );
}

function refuseUnbootable(checksum: string, { exitCode }: Outcome): void {
  if (exitCode === 0) return;
  throw new DebootcError(
    "boot-unsupported",
    `the commit ${checksum} has no kernel, so there is nothing to boot`,
    {
      hint: "Add a kernel to the packages of the treefile, such as linux-image-amd64, and compose again.",
    },
  );
}
