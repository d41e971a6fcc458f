import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { hostMirrors } from "@debootc/tools/apt/apt-config";
import { type Command, run } from "@debootc/tools/run";
import { type Peer, peers } from "./peers.ts";

/** Holds a root with the peers in it, so that they have the versions of one Debian release on whatever machine. */
export interface Toolbox {
  readonly root: string;
  readonly mirror: string;
  readonly security: string;
  readonly versions: string;
}

/** Lists what the peers run besides themselves, of which Debian has part as recommendations. */
const theirTools = [
  ...["ca-certificates", "debian-archive-keyring", "debootstrap", "mmdebstrap", "apt", "dpkg-dev", "udev"],
  ...[
    "systemd",
    "systemd-boot",
    "systemd-repart",
    "systemd-ukify",
    "python3-pefile",
    "kmod",
    "cpio",
    "zstd",
    "xz-utils",
  ],
  ...[
    "dosfstools",
    "mtools",
    "e2fsprogs",
    "squashfs-tools",
    "xorriso",
    "fdisk",
    "rsync",
    "bubblewrap",
    "uidmap",
    "gpg",
  ],
];

/** Makes the toolbox, or takes the one that an earlier run left. */
export async function openToolbox(root: string, say: (line: string) => void): Promise<Toolbox> {
  const host = await hostMirrors();
  const mirror = process.env["DEBOOTC_MIRROR"] ?? host.main;
  if (mirror === undefined || host.security === undefined)
    throw new Error(
      "this bench takes its packages from the Debian mirrors of this machine's apt, which has none",
    );
  if (!existsSync(root)) {
    say(`installing ${peers.map(({ name }) => name).join(", ")} in ${root}`);
    const unfinished = `${root}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    const archives = ["trixie", "trixie-updates"].map((suite) => `deb ${mirror} ${suite} main`);
    await run({
      tool: "mmdebstrap",
      args: [
        ...["--mode=root", "--variant=apt", "--aptopt=APT::Install-Recommends false"],
        `--include=${[...peers.map(({ name }) => name), ...theirTools].join(",")}`,
        ...["trixie", unfinished, ...archives, `deb ${host.security} trixie-security main`],
      ],
    });
    await rename(unfinished, root);
  }
  const { stdout } = await run({
    tool: "dpkg-query",
    args: [
      `--admindir=${join(root, "var/lib/dpkg")}`,
      "--show",
      "--showformat=${Package} ${Version}\\n",
      ...peers.map(({ name }) => name),
    ],
  });
  return { root, mirror, security: host.security, versions: stdout.trim().replaceAll("\n", ", ") };
}

/** Returns the command that lets a peer build a system with these packages in a directory. */
export async function peerCommand(
  toolbox: Toolbox,
  { script }: Peer,
  { place, packages, epoch }: { place: string; packages: readonly string[]; epoch: number },
): Promise<Command> {
  await mkdir(place, { recursive: true });
  await run({ tool: "cp", args: [join(import.meta.dirname, script), join(place, "build.sh")] });
  return {
    tool: "bash",
    args: [
      ...[join(import.meta.dirname, "enter-toolbox.sh"), toolbox.root, place],
      ...["bash", "build.sh", packages.join(","), toolbox.mirror, toolbox.security],
    ],
    env: { SOURCE_DATE_EPOCH: String(epoch) },
  };
}
