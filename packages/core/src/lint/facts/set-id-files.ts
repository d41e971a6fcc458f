import type { LintEntry } from "../subject/lint-entry.ts";
import type { LintSubject, PackagedMode } from "../subject/lint-subject.ts";

/**
 * Lists the files that Debian's packages of bookworm and trixie ship with set-id bits, or to which their maintainer
 * scripts give them without asking: those that do not use dpkg-statoverride, and the one of dbus, which does and is in
 * nearly every system. The table was read from the packages themselves.
 */
export const setIdFiles: readonly PackagedMode[] = rows(`
  at                   /usr/bin/at                                             6755 daemon daemon
  chromium-sandbox     /usr/lib/chromium/chrome-sandbox                        4755 root root
  cifs-utils           /usr/sbin/mount.cifs                                    4755 root root
  dbus                 /usr/lib/dbus-1.0/dbus-daemon-launch-helper             4754 root messagebus
  dma                  /usr/lib/dma/dma-mbox-create                            4754 root mail
  dma                  /usr/sbin/dma                                           2755 root mail
  ecryptfs-utils       /usr/sbin/mount.ecryptfs_private                        4755 root root
  exim4-daemon-heavy   /usr/sbin/exim4                                         4755 root root
  exim4-daemon-light   /usr/sbin/exim4                                         4755 root root
  fuse3                /usr/bin/fusermount3                                    4755 root root
  libpam-modules-bin   /usr/sbin/unix_chkpwd                                   2755 root shadow
  liblockfile-bin      /usr/bin/dotlockfile                                    2755 root mail
  libutempter0         /usr/lib/aarch64-linux-gnu/utempter/utempter            2755 root utmp
  libutempter0         /usr/lib/x86_64-linux-gnu/utempter/utempter             2755 root utmp
  login                /usr/bin/newgrp                                         4755 root root
  mount                /usr/bin/mount                                          4755 root root
  mount                /usr/bin/umount                                         4755 root root
  nfs-common           /usr/sbin/mount.nfs                                     4755 root root
  ntfs-3g              /usr/bin/ntfs-3g                                        4755 root root
  nullmailer           /usr/bin/mailq                                          4755 mail root
  nullmailer           /usr/sbin/nullmailer-queue                              4755 mail root
  opendoas             /usr/bin/doas                                           4755 root root
  openssh-client       /usr/bin/ssh-agent                                      2755 root _ssh
  openssh-client       /usr/lib/openssh/ssh-keysign                            4755 root root
  passwd               /usr/bin/chage                                          2755 root shadow
  passwd               /usr/bin/chfn                                           4755 root root
  passwd               /usr/bin/chsh                                           4755 root root
  passwd               /usr/bin/expiry                                         2755 root shadow
  passwd               /usr/bin/gpasswd                                        4755 root root
  passwd               /usr/bin/newgrp                                         4755 root root
  passwd               /usr/bin/passwd                                         4755 root root
  pkexec               /usr/bin/pkexec                                         4755 root root
  pmount               /usr/bin/pmount                                         4754 root plugdev
  pmount               /usr/bin/pumount                                        4754 root plugdev
  polkitd              /usr/lib/polkit-1/polkit-agent-helper-1                 4755 root root
  ppp                  /usr/sbin/pppd                                          4754 root dip
  procmail             /usr/bin/lockfile                                       2755 root mail
  procmail             /usr/bin/procmail                                       6755 root mail
  snapd                /usr/lib/snapd/snap-confine                             4755 root root
  sudo                 /usr/bin/sudo                                           4755 root root
  uidmap               /usr/bin/newgidmap                                      4755 root root
  uidmap               /usr/bin/newuidmap                                      4755 root root
  util-linux           /usr/bin/su                                             4755 root root
  vlock                /usr/sbin/vlock-main                                    4755 root root
  xserver-xorg-legacy  /usr/lib/xorg/Xorg.wrap                                 6755 root root
`);

/** Holds the bits of a mode by which a program runs with the rights of its owner or its group. */
export const setIdBits = 0o6000;

/** Formats a mode with its set-id bits, such as `4755`. */
export function octalMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/**
 * Yields the set-id programs of a root that neither the table nor an archive that was read lists with these bits, with
 * the package that ships the file. Without the lists of dpkg nothing is known of any, and none is listed.
 */
export function* unlistedSetIds({ tree, dpkg, packagedModes }: LintSubject): Generator<UnlistedSetId> {
  const installed = new Set(dpkg.installed.map(({ name }) => name));
  if (installed.size === 0 || !dpkg.knowsFiles) return;
  const listed = new Map<string, number>();
  for (const row of [...setIdFiles.filter((each) => installed.has(each.package)), ...packagedModes]) {
    const place = dpkg.placeOf(row.path, row.package);
    listed.set(place, (listed.get(place) ?? 0) | row.mode);
  }
  for (const entry of tree.walk()) {
    if (entry.type !== "file" || (entry.mode & setIdBits) === 0) continue;
    const packaged = listed.get(entry.path);
    if ((entry.mode & setIdBits & ~(packaged ?? 0)) === 0) continue;
    yield { entry, owner: dpkg.ownerOf(entry.path), packaged };
  }
}

/** Describes a set-id program that nothing explains so far. */
export interface UnlistedSetId {
  readonly entry: LintEntry;
  /** The package that ships the file, with whatever mode; absent if none does. */
  readonly owner: string | undefined;
  /** The mode that the table or the archive gives; absent if neither lists the file. */
  readonly packaged: number | undefined;
}

function rows(table: string): PackagedMode[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", path = "", mode = "", user = "", group = ""] = line.trim().split(/\s+/);
      return { package: name, path, mode: Number.parseInt(mode, 8), user, group };
    });
}
