import { cpioOf } from "@debootc/core/lint/parse/cpio.fixture";
import { zstdCompressSync } from "node:zlib";
import { capability, wholeEntry } from "../image/root.fixture.ts";
import {
  type Change,
  changedRoot,
  directory,
  type Fault,
  file,
  hardlink,
  link,
  statusOf,
  without,
  withRoot,
} from "./bootable-root.fixture.ts";

const dpkg = "usr/lib/sysimage/dpkg";
const kargs = "usr/lib/bootc/kargs.d/20.toml";
const initramfs = "/usr/lib/modules/6.12.0/initramfs.img";
const zeros = "0".repeat(64);
const wants = "etc/systemd/system/multi-user.target.wants";
const withLabel = (name: string, value: string): Change => ({
  labels: { "containers.bootc": "1", [name]: value },
});
const withInitramfs = (bytes: Buffer, ...more: readonly ReturnType<typeof file>[]): Change =>
  withRoot(wholeEntry({ path: initramfs.slice(1), type: "file", bytes }), ...more);
const installed = (...packages: readonly string[]) =>
  file(`${dpkg}/status`, statusOf("mount", "dbus", "iputils-ping", "libpam-modules-bin", ...packages));
const bootc = file("usr/bin/bootc", "program");
const rootFilesystem = file("usr/lib/bootc/install/00.toml", '[install]\nroot-fs-type = "xfs"\n');

/** Lists faults for the rules about what an image needs to be deployed, to boot and to be updated. */
export const systemFaults: readonly Fault[] = [
  ["bootc-label", { labels: { "org.example": "1" } }, undefined],
  ["stale-ostree-label", withLabel("ostree.final-diffid", `sha256:${zeros}`), undefined, undefined],
  ["stale-ostree-label", withLabel("ostree.commit", zeros), undefined],
  ["stale-ostree-label", withLabel("ostree.linux", "5.1"), undefined],
  ["stale-ostree-label", withLabel("debootc.kernel", "5.1"), undefined],
  ["stale-ostree-label", withLabel("rpmostree.inputhash", "0"), undefined],

  ["kernel-missing", without("usr/lib/modules"), "/usr/lib/modules"],
  ["initramfs-missing", without(initramfs.slice(1)), initramfs],
  ["initramfs-missing", withRoot(file(initramfs.slice(1))), initramfs],
  ["initramfs-incomplete", withInitramfs(cpioOf("init")), initramfs],
  [
    "initramfs-incomplete",
    withInitramfs(
      zstdCompressSync(cpioOf("init", "usr/lib/ostree/ostree-prepare-root")),
      file("usr/lib/bootc/initramfs-setup", "program"),
    ),
    initramfs,
  ],
  ["init-missing", without("usr/sbin/init"), "/sbin/init"],
  ["init-missing", withRoot(file("usr/sbin/init", "sysvinit")), "/sbin/init"],
  [
    "prepare-root-missing",
    without("usr/lib/ostree/ostree-prepare-root"),
    "/usr/lib/ostree/ostree-prepare-root",
  ],
  ["os-release", without("usr/lib/os-release", "etc/os-release"), "/usr/lib/os-release"],
  ["os-release", withRoot(file("usr/lib/os-release", "NAME=x\nID_LIKE=debian\n")), "/usr/lib/os-release"],
  [
    "merged-usr",
    withRoot(directory("sbin"), link("sbin/init", "../usr/lib/systemd/systemd"), file("sbin/setcap")),
    "/sbin",
  ],
  [
    "special-files",
    withRoot(
      wholeEntry({ path: "usr/lib/pipe", type: "fifo" }),
      wholeEntry({ path: "usr/lib/zero", type: "character", device: { major: 1, minor: 5 } }),
      wholeEntry({ path: "dev/null", type: "character", device: { major: 1, minor: 3 } }),
    ),
    "/usr/lib/pipe",
    "/usr/lib/zero",
  ],
  [
    "selinux-labels",
    withRoot(file("usr/lib/labelled", "", { xattrs: new Map([["security.selinux", Buffer.from("x")]]) })),
    "/usr/lib/labelled",
  ],

  [
    "layer-count",
    { upper: Array.from({ length: 127 }, (_, index) => [file(`usr/share/${index}`, `${index}`)]) },
    undefined,
  ],
  [
    "hardlink-across-layers",
    { upper: [[hardlink("usr/bin/again", "usr/lib/os-release")]] },
    "/usr/bin/again",
  ],
  [
    "hardlink-split",
    {
      root: changedRoot([
        file("usr/bin/perl", "x"),
        hardlink("usr/bin/perl5", "usr/bin/perl"),
        hardlink("usr/bin/perl5.40", "usr/bin/perl5"),
        // All names change or disappear together, so no hardlink is split.
        file("usr/bin/pigz", "x"),
        hardlink("usr/bin/unpigz", "usr/bin/pigz"),
        file("usr/bin/gunzip", "x"),
        hardlink("usr/bin/uncompress", "usr/bin/gunzip"),
      ]),
      upper: [
        [
          file("usr/bin/perl", "x", { mode: 0o700 }),
          file("usr/bin/pigz", "y"),
          hardlink("usr/bin/unpigz", "usr/bin/pigz"),
          file("usr/bin/.wh.uncompress"),
        ],
      ],
    },
    "/usr/bin/perl",
  ],
  ["path-through-link", { upper: [[file("lib/widget", "x")]] }, "/lib/widget"],

  [
    "bootc-install-config",
    withRoot(file("usr/lib/bootc/install/00.toml", '[install]\nroot-fs-type = "zfs"\n')),
    "/usr/lib/bootc/install/00.toml",
  ],
  [
    "bootc-install-config",
    withRoot(file("etc/bootc/install/00.toml", "[install]\nkernel-args = []\n[ostree]\n")),
    "/etc/bootc/install/00.toml",
    "/etc/bootc/install/00.toml",
  ],
  ["bootc-root-filesystem", withRoot(bootc, installed("bootc=1.16.4")), "/usr/lib/bootc/install"],
  [
    "kargs-architecture",
    withRoot(file(kargs, 'kargs = []\nmatch-architectures = ["amd64", "aarch64"]\n')),
    `/${kargs}`,
  ],

  ["dpkg-database", withRoot(file(`${dpkg}/status`)), "/var/lib/dpkg/status"],
  ["dpkg-database", without(dpkg, "var/lib/dpkg", "usr/lib/python3"), "/var/lib/dpkg/status"],
  ["dpkg-in-var", without("var/lib/dpkg"), "/var/lib/dpkg"],
  [
    "dpkg-in-var",
    {
      root: changedRoot(
        [
          directory("var/lib/dpkg"),
          file("var/lib/dpkg/status", statusOf("base-files")),
          file("usr/lib/tmpfiles.d/dpkg.conf", "d /var/lib/dpkg\nf /var/lib/dpkg/status\n"),
        ],
        ["usr/lib/python3"],
      ),
    },
    "/var/lib/dpkg",
  ],
  [
    "dpkg-unfinished",
    withRoot(
      file(
        `${dpkg}/status`,
        `${statusOf("mount", "dbus", "libpam-modules-bin")}Package: widget\nStatus: install ok half-configured\nVersion: 1\n`,
      ),
    ),
    "/var/lib/dpkg/status",
  ],

  ["set-id-lost", withRoot(file("usr/bin/mount", "program", { mode: 0o755 })), "/usr/bin/mount"],
  ["set-id-lost", withRoot(file("usr/bin/mount", "program", { mode: 0o4755, uid: 5 })), "/usr/bin/mount"],
  ["set-id-lost", withRoot(file("usr/sbin/unix_chkpwd", "", { mode: 0o2755 })), "/usr/sbin/unix_chkpwd"],
  [
    "set-id-lost",
    withRoot(file("usr/lib/dbus-1.0/dbus-daemon-launch-helper", "", { mode: 0o755, gid: 852 })),
    "/usr/lib/dbus-1.0/dbus-daemon-launch-helper",
  ],
  ["capability-lost", withRoot(file("usr/bin/ping", "program", { mode: 0o755 })), "/usr/bin/ping"],
  [
    "capability-lost",
    withRoot(
      file(`${dpkg}/info/widget:amd64.postinst`, 'setcap "cap_net_admin=ep" \\\n  /bin/widget\n'),
      file("usr/bin/widget"),
      file(`${dpkg}/info/asks.postinst`, "db_get asks/setcap\nsetcap cap_net_admin=ep /usr/bin/asks\n"),
      file("usr/bin/asks"),
      file("usr/bin/gadget", "", { xattrs: new Map([["security.capability", capability]]) }),
    ),
    "/usr/bin/widget",
  ],

  ["set-id-made", withRoot(file("usr/bin/bash", "program", { mode: 0o4755 })), "/usr/bin/bash"],
  ["set-id-made", withRoot(file("usr/bin/mount", "program", { mode: 0o6755 })), "/usr/bin/mount"],
  [
    "set-id-made",
    withRoot(
      installed("postfix"),
      file(`${dpkg}/info/postfix.list`, "/usr/sbin/postdrop\n/usr/sbin/unknown\n"),
      file(
        `${dpkg}/statoverride`,
        "root messagebus 4754 /usr/lib/dbus-1.0/dbus-daemon-launch-helper\nroot shadow 2755 /usr/sbin/postdrop\n",
      ),
      file("usr/sbin/postdrop", "program", { mode: 0o2755, gid: 42 }),
      file("usr/sbin/unknown", "program", { mode: 0o2755, gid: 42 }),
    ),
    "/usr/sbin/postdrop",
    "/usr/sbin/unknown",
  ],

  [
    "dkms-module-missing",
    withRoot(
      file("usr/src/zfs-2.3/dkms.conf", 'BUILT_MODULE_NAME[0]="zfs"\nBUILT_MODULE_NAME[1]="spl"\n'),
      // The kernel's own module of that name is another one.
      file("usr/lib/modules/6.12.0/kernel/fs/spl.ko", "module"),
      file("usr/src/unnamed-1/dkms.conf", 'BUILT_MODULE_NAME[0]="$(uname -s)"\n'),
    ),
    "/usr/src/zfs-2.3/dkms.conf",
  ],
  [
    "dkms-module-missing",
    {
      root: changedRoot(
        [
          file("usr/src/acpi-call-1.2/dkms.conf", 'BUILT_MODULE_NAME[0]="$(uname -s)"\n'),
          file("usr/src/zfs-2.3/other.conf"),
        ],
        ["usr/lib/modules/6.12.0/updates"],
      ),
    },
    "/usr/src/acpi-call-1.2/dkms.conf",
  ],
  [
    "kernel-part-missing",
    {
      root: changedRoot(
        [
          file("usr/lib/modules/6.12.0/modules.builtin", "kernel/fs/ext4/ext4.ko\n"),
          file("usr/lib/modules/6.12.0/kernel/drivers/gpu/drm/drm_panel_orientation_quirks.ko.xz"),
        ],
        ["usr/lib/modules/6.12.0/kernel/sound"],
      ),
    },
    "/usr/bin/weston",
    "/usr/bin/pipewire",
  ],
  [
    "kernel-part-missing",
    {
      root: changedRoot(
        [
          file("usr/lib/modules/6.12.0/modules.builtin"),
          file("usr/share/wayland-sessions/own.desktop"),
          file("usr/share/xsessions/own.desktop"),
        ],
        ["usr/bin/weston"],
      ),
    },
    "/usr/share/wayland-sessions/own.desktop",
  ],

  [
    "unit-account",
    withRoot(file("usr/lib/systemd/system/ssh.service", "[Service]\nUser=_web\nGroup=_web\n")),
    "/usr/lib/systemd/system/ssh.service",
    "/usr/lib/systemd/system/ssh.service",
  ],
  [
    "unit-account",
    withRoot(
      file("usr/lib/systemd/system/web.socket", "[Socket]\nSocketUser=_web\n"),
      file("usr/lib/systemd/system/dynamic.service", "[Service]\nDynamicUser=no\nSupplementaryGroups=gone\n"),
      file("usr/lib/systemd/system/dynamic.service.d/user.conf", "[Service]\nUser=gone\n"),
    ),
    "/usr/lib/systemd/system/dynamic.service",
    "/usr/lib/systemd/system/dynamic.service",
    "/usr/lib/systemd/system/web.socket",
  ],

  [
    "etc-enablement",
    withRoot(link(`${wants}/gone.service`, "/usr/lib/systemd/system/gone.service")),
    `/${wants}/gone.service`,
  ],
  [
    "etc-enablement",
    withRoot(file("etc/systemd/system/own.service"), link(`${wants}/own.service`, "../own.service")),
    `/${wants}/own.service`,
  ],
  ["etc-enablement", withRoot(file(`${wants}/copied.service`)), `/${wants}/copied.service`],
  ["etc-enablement", withRoot(bootc, rootFilesystem, installed("bootc=1.16.3")), "/usr/bin/bootc"],
  [
    "etc-enablement",
    withRoot(
      bootc,
      rootFilesystem,
      link(`${wants}/worker.service`, "/usr/lib/systemd/system/worker.service"),
    ),
    "/usr/bin/bootc",
  ],
];
