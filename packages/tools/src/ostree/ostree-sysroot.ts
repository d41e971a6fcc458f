import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasEntry } from "../files/paths.ts";
import { type Outcome, run } from "../run.ts";
import { boundTool, insideRoot } from "../sandbox/sandbox.ts";
import { deployImage, type FollowedImage } from "./deploy-image.ts";
import { treeHas } from "./tree-files.ts";

export interface Deployment {
  /** An existing directory to work in: its `sysroot` is made, and becomes the physical root of a system. */
  readonly directory: string;
  /** The repository to take the commit from, in any mode. */
  readonly repo: string;
  readonly checksum: string;
  readonly ref: string;
  /** The remote that the system follows `ref` at; it follows the ref of its own repository when absent. */
  readonly remote?: string;
  /** An image of the same tree, and the one in a registry that the system follows, if the tree has bootc. */
  readonly image?: FollowedImage;
  readonly stateroot: string;
  readonly kernelArguments: readonly string[];
  /** What reads ostree's boot entries: `none` for a machine that is given its kernel. */
  readonly bootLoader: "none" | "syslinux";
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

// One mount, since files of two cannot be links to one another.
const directoryInside = "/disk";
const sysrootInside = `${directoryInside}/sysroot`;
const treeInside = `${directoryInside}/tree`;
const sourceInside = "/source";

/** Says what was deployed. */
export interface Deployed {
  /** Of the deployment, relative to the physical root. */
  readonly path: string;
  /** The image in a registry that the system follows; absent when it follows ostree. */
  readonly follows?: string;
}

/**
 * Deploys a commit into a plain directory, as it is on a disk with one root partition: objects, one deployment and
 * one boot entry below `boot/loader/entries`. The tree's own ostree does it, in the sandbox, since only that one
 * knows what its initramfs will ask for (composefs); the host's needs 2022.7 or newer, and root.
 * No file becomes immutable, so that the directory can be removed like any other.
 * Throws `boot-unsupported` when the commit has no kernel.
 */
export async function deployToDirectory(deployment: Deployment): Promise<Deployed> {
  const { directory, repo, checksum, ref, remote, image, stateroot, kernelArguments, log, signal } =
    deployment;
  const binds = [
    { source: directory, target: directoryInside, writable: true },
    { source: repo, target: sourceInside },
  ];
  const ostree = (args: readonly string[], accept: readonly number[] = [0]) =>
    run(boundTool({ tool: "ostree", args, accept, signal, onLine: log }, { binds }));
  const [sysroot, tree] = [join(directory, "sysroot"), join(directory, "tree")];
  const inRepo = `--repo=${sysrootInside}/ostree/repo`;

  await mkdir(sysroot, { mode: 0o755 });
  await ostree(["admin", "init-fs", "--modern", sysrootInside]);
  await ostree(["admin", "os-init", `--sysroot=${sysrootInside}`, stateroot]);
  const configuration = [
    ...(deployment.bootLoader === "none" ? [["sysroot.bootloader", "none"] as const] : []),
    ["sysroot.readonly", "true"],
    // What is written here is copied into an image before anything relies on it.
    ["core.fsync", "false"],
  ] as const;
  for (const [key, value] of configuration) await ostree([inRepo, "config", "set", key, value]);
  if (deployment.bootLoader === "syslinux") await chooseSyslinux(sysroot);

  const inSource = `--repo=${sourceInside}`;
  const bootable = ["show", "--print-metadata-key=ostree.bootable", checksum];
  const hasBootc = () =>
    treeHas({ repo: sourceInside, commit: checksum, path: "/usr/bin/bootc" }, (command) =>
      run(boundTool({ ...command, signal }, { binds })),
    );
  if (image !== undefined && (await hasBootc())) {
    refuseUnbootable(checksum, await ostree([inSource, ...bootable], [0, 1]));
    await ostree([inSource, "checkout", checksum, treeInside]);
    const path = await deployImage({ directory, image, stateroot, kernelArguments, log, signal });
    await rm(tree, { recursive: true });
    await ostree([inRepo, "config", "unset", "core.fsync"]);
    return { path, follows: image.follows };
  }

  // By checksum: a ref could be looked up in a summary that is older than the commit.
  await ostree([inRepo, "pull-local", sourceInside, checksum]);
  refuseUnbootable(checksum, await ostree([inRepo, ...bootable], [0, 1]));
  const origin = remote === undefined ? ref : `${remote}:${ref}`;
  await ostree([inRepo, "refs", `--create=${origin}`, checksum]);

  const kargs = kernelArguments.map((argument) => `--karg-append=${argument}`);
  const deploy = (at: string) => [
    "admin",
    "deploy",
    `--sysroot=${at}`,
    `--os=${stateroot}`,
    ...kargs,
    origin,
  ];
  await ostree([inRepo, "checkout", checksum, treeInside]);
  if (await hasEntry(join(tree, "usr/bin/ostree"))) {
    const inTree = { readOnly: true, binds: [{ source: sysroot, target: "/sysroot", writable: true }] };
    await run(insideRoot(tree, { tool: "ostree", args: deploy("/sysroot"), signal, onLine: log }, inTree));
  } else {
    log("the tree has no ostree of its own: this machine's deploys it");
    await ostree(deploy(sysrootInside));
  }
  await rm(tree, { recursive: true });
  await ostree([inRepo, "config", "unset", "core.fsync"]);
  return { path: `ostree/deploy/${stateroot}/deploy/${checksum}.0` };
}

/**
 * ostree takes a system with this link for one whose boot loader reads syslinux' form, and keeps over all deployments
 * what stands in the file before the first entry. GRUB makes a menu of such a file only when it has a time-out.
 */
async function chooseSyslinux(sysroot: string): Promise<void> {
  await mkdir(join(sysroot, "boot/syslinux"), { recursive: true });
  await mkdir(join(sysroot, "boot/loader.0"));
  await symlink("loader.0", join(sysroot, "boot/loader"));
  await symlink("../loader/syslinux.cfg", join(sysroot, "boot/syslinux/syslinux.cfg"));
  await writeFile(join(sysroot, "boot/loader.0/syslinux.cfg"), "TIMEOUT 30\n");
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
