import { capability, type WholeEntry, wholeEntry } from "../image/root.fixture.ts";

const kernel = "usr/lib/modules/6.12.0";
const dpkg = "usr/lib/sysimage/dpkg";

/** Makes a file that belongs to root. */
export function file(path: string, text = "", changes: Partial<WholeEntry["entry"]> = {}): WholeEntry {
  return wholeEntry({ path, type: "file", bytes: Buffer.from(text), ...changes });
}

export function link(path: string, linkPath: string): WholeEntry {
  return wholeEntry({ path, type: "symlink", linkPath });
}

export function directory(path: string): WholeEntry {
  return wholeEntry({ path, type: "directory" });
}

/** Formats dpkg's status of packages, given as `name` or `name=version`. */
export function statusOf(...packages: readonly string[]): string {
  return packages
    .map((given) => given.split("="))
    .map(
      ([name, version = "1"]) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`,
    )
    .join("");
}

const pingPostinst = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
    PROGRAM=$(dpkg-divert --truename /usr/bin/ping)
    if command -v setcap > /dev/null; then
        setcap cap_net_raw+ep $PROGRAM || chmod u+s $PROGRAM
    fi
fi
`;

/** Lists the smallest root in which no rule finds a fault, with an example of everything easily mistaken for one. */
export const bootableRoot: readonly WholeEntry[] = [
  ...["boot", "dev", "etc", "proc", "run", "sys", "sysroot", "tmp", "usr", "var"].map(directory),
  link("bin", "usr/bin"),
  link("lib", "usr/lib"),
  link("sbin", "usr/sbin"),
  link("ostree", "sysroot/ostree"),
  link("root", "var/roothome"),
  file(`${kernel}/vmlinuz`, "kernel"),
  file(`${kernel}/initramfs.img`, "initramfs"),
  file(`${kernel}/modules.builtin`, "kernel/drivers/gpu/drm/drm.ko\n"),
  file(`${kernel}/kernel/sound/core/snd.ko.xz`, "module"),
  file(`${kernel}/updates/dkms/acpi-call.ko.zst`, "module"),
  file("usr/src/acpi-call-1.2/dkms.conf", 'PACKAGE_NAME="acpi_call"\nBUILT_MODULE_NAME[0]="$PACKAGE_NAME"\n'),
  directory("usr/lib/modules/6.1.0"),
  file("usr/bin/weston", "program"),
  file("usr/bin/pipewire", "program"),
  file("usr/lib/ostree/ostree-prepare-root", "program"),
  file("usr/lib/ostree/prepare-root.conf", "[composefs]\nenabled = yes\n"),
  file("usr/lib/systemd/systemd", "program"),
  link("usr/sbin/init", "../lib/systemd/systemd"),
  file("usr/lib/os-release", 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n'),
  link("etc/os-release", "../usr/lib/os-release"),
  file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nmessagebus:x:852:852::/:/usr/sbin/nologin\n"),
  file("usr/sbin/sshd", "program"),
  file("usr/lib/debootc/authorized-keys/root", "ssh-ed25519 key\n"),
  file("usr/lib/systemd/system/systemd-networkd.service", "[Service]\n"),
  file("usr/lib/systemd/system-preset/90-systemd.preset", "# all\nenable systemd-networkd.service\n"),
  file("usr/lib/systemd/network/80-container-host0.network", "[Match]\n"),
  file("usr/lib/systemd/network/80-wired.network", "[Match]\n"),
  file("etc/group", "root:x:0:\nshadow:x:42:\nmessagebus:x:852:\n"),
  file("etc/shadow", "root:*:20000:0:99999:7:::\nmessagebus:!*:20000::::::\n"),
  file("usr/lib/sysusers.d/all.conf", '# all\nu root 0 "Super User" /root\nu! messagebus 852\ng shadow 42\n'),
  // Accounts that systemd makes at the first boot, or for a running unit.
  file("etc/sysusers.d/local.conf", 'u worker -:crew "Worker"\nm helper crew\n'),
  file("usr/lib/userdb/guest.user", "{}"),
  file(
    "usr/lib/systemd/system/worker.service",
    "[Service]\nUser=worker\nGroup=crew\nSupplementaryGroups=shadow helper\n",
  ),
  file("usr/lib/systemd/system/guest.service", "[Service]\nUser=guest\n[Install]\nUser=none\n"),
  file("usr/lib/systemd/system/dynamic.service", "[Service]\nDynamicUser=yes\nUser=made-up\n"),
  file("usr/lib/systemd/system/numbered.service", "[Service]\nUser=4711\nGroup=4711\n"),
  file("usr/lib/systemd/system/each@.service", "[Service]\nUser=%i\n"),
  file("usr/lib/systemd/system/mended.service", "[Service]\nUser=old-name\n"),
  file("etc/systemd/system/mended.service.d/10-user.conf", "[Service]\nUser=messagebus\n"),
  file("usr/lib/systemd/system/masked.service", "[Service]\nUser=nobody-knows\n"),
  link("etc/systemd/system/masked.service", "/dev/null"),
  link("usr/lib/systemd/system/alias.service", "worker.service"),
  file(
    "usr/lib/tmpfiles.d/var.conf",
    '# all\nd /var/lib 0755\nL "/var/lib/dpkg" - - - - ../../usr/lib/sysimage/dpkg\n',
  ),
  file("usr/lib/bootc/kargs.d/10.toml", 'kargs = ["quiet"]\nmatch-architectures = ["x86_64"]\n'),
  file(`${dpkg}/status`, statusOf("mount", "dbus", "iputils-ping", "libpam-modules-bin")),
  file(`${dpkg}/statoverride`, "root messagebus 4754 /usr/lib/dbus-1.0/dbus-daemon-launch-helper\n"),
  file(`${dpkg}/info/iputils-ping.postinst`, pingPostinst),
  file(`${dpkg}/info/python3.list`, "/.\n/usr\n/usr/lib/python3/keycert.pem\n"),
  // A set-id program keeps its bits under the name that another package's diversion gives it.
  file(`${dpkg}/diversions`, "/bin/umount\n/bin/umount.real\nbusybox-tools\n"),
  file(`${dpkg}/info/mount.list`, "/bin/mount\n/bin/umount\n"),
  file(`${dpkg}/info/libpam-modules-bin.list`, "/sbin/unix_chkpwd\n"),
  file("usr/bin/umount.real", "program", { mode: 0o4755 }),
  link("var/lib/dpkg", "../../usr/lib/sysimage/dpkg"),
  file("usr/bin/mount", "program", { mode: 0o4755 }),
  file("usr/sbin/unix_chkpwd", "program", { mode: 0o2755, gid: 42 }),
  file("usr/sbin/setcap", "program", { mode: 0o755 }),
  file("usr/bin/ping", "program", { mode: 0o755, xattrs: new Map([["security.capability", capability]]) }),
  file("usr/lib/dbus-1.0/dbus-daemon-launch-helper", "program", { mode: 0o4754, gid: 852 }),
  file("usr/lib/python3/keycert.pem", "-----BEGIN PRIVATE KEY-----\n"),
  file("usr/lib/systemd/system/ssh.service", "[Service]\n"),
  link("etc/systemd/system/multi-user.target.wants/ssh.service", "/usr/lib/systemd/system/ssh.service"),
  link("etc/systemd/system/systemd-firstboot.service", "/dev/null"),
  file("etc/machine-id", "uninitialized\n"),
  file("etc/hosts", "127.0.0.1 localhost\n::1 localhost ip6-localhost\n"),
  link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf"),
  file("etc/apt/sources.list.d/debian.sources", "Types: deb\nURIs: https://deb.example.org/debian\n"),
  file("etc/ssl/certs/ca.pem", "-----BEGIN CERTIFICATE-----\n"),
];

/** Returns `bootableRoot` with some entries added or replaced, and some removed together with everything below. */
export function changedRoot(entries: readonly WholeEntry[], removed: readonly string[] = []): WholeEntry[] {
  const given = new Set(entries.map(({ entry }) => entry.path));
  const gone = (path: string) =>
    given.has(path) || removed.some((one) => path === one || path.startsWith(`${one}/`));
  return [...bootableRoot.filter(({ entry }) => !gone(entry.path)), ...entries];
}

/** Describes what a test does to the image of `bootableRoot`. */
export interface Change {
  /** The lowest layer. */
  readonly root?: readonly WholeEntry[];
  /** On top of it. */
  readonly upper?: readonly (readonly WholeEntry[])[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly environment?: readonly string[];
}

/** Pairs a rule with an image that fails this rule and no other, and with the path of each finding. */
export type Fault = readonly [rule: string, change: Change, ...paths: readonly (string | undefined)[]];

export const withRoot = (...entries: readonly WholeEntry[]): Change => ({ root: changedRoot(entries) });
export const without = (...paths: readonly string[]): Change => ({ root: changedRoot([], paths) });
export const hardlink = (path: string, linkPath: string) => wholeEntry({ path, type: "hardlink", linkPath });
