/** Names Debian's package of each outside program that debootc starts; `script/setup` installs the same set. */
export const packageOfTool: Readonly<Record<string, string>> = {
  "apt-get": "apt",
  "arch-test": "arch-test",
  bwrap: "bubblewrap",
  debugfs: "e2fsprogs",
  "dpkg-deb": "dpkg",
  flock: "util-linux",
  getfattr: "attr",
  git: "git",
  gpg: "gnupg",
  gpgv: "gpgv",
  ip: "iproute2",
  losetup: "mount",
  mke2fs: "e2fsprogs",
  mmdebstrap: "mmdebstrap",
  newgidmap: "uidmap",
  newuidmap: "uidmap",
  ostree: "ostree",
  mcopy: "mtools",
  "mkfs.fat": "dosfstools",
  sfdisk: "fdisk",
  "qemu-img": "qemu-utils",
  "qemu-system-x86_64": "qemu-system-x86",
  prlimit: "util-linux",
  setpriv: "util-linux",
  skopeo: "skopeo",
  strace: "strace",
  sudo: "sudo",
  tar: "tar",
  umount: "mount",
  unshare: "util-linux",
  xz: "xz-utils",
  zstd: "zstd",
};

export function packageOf(tool: string): string | undefined {
  return packageOfTool[tool];
}
