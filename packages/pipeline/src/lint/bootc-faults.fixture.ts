import {
  changedRoot,
  directory,
  type Fault,
  file,
  link,
  without,
  withRoot,
} from "./bootable-root.fixture.ts";

const kargs = "/usr/lib/bootc/kargs.d/20.toml";
const prepareRoot = "/usr/lib/ostree/prepare-root.conf";
const reference = "usr/share/doc/bootc/baseimage/base";
const withKargs = (text: string) => withRoot(file(kargs.slice(1), text));
const withPrepareRoot = (text: string) => withRoot(file(prepareRoot.slice(1), text));

/** Lists faults for the rules that bootc's linter also has. */
export const bootcFaults: readonly Fault[] = [
  [
    "var-run",
    withRoot(file("usr/lib/tmpfiles.d/run.conf", "d /var/run\n"), directory("var/run")),
    "/var/run",
  ],
  ["etc-usretc", withRoot(directory("usr/etc")), "/usr/etc"],

  ["bootc-kargs", withKargs("kargs = [1]\n"), kargs],
  ["bootc-kargs", withKargs("kargs = [\n"), kargs],
  ["bootc-kargs", withKargs("kargs = []\nkarg-deletes = []\n"), kargs],
  ["bootc-kargs", withKargs(""), kargs],
  ["bootc-kargs", withRoot(link(kargs.slice(1), "../gone")), kargs],
  [
    "bootc-kargs",
    withRoot(link(kargs.slice(1), "../../../share/kargs"), file("usr/share/kargs", "kargs = false\n")),
    kargs,
  ],
  [
    "bootc-kargs",
    { root: changedRoot([file("usr/lib/bootc/kargs.d", "a file")], ["usr/lib/bootc"]) },
    "/usr/lib/bootc/kargs.d",
  ],

  [
    "kernel",
    withRoot(file("usr/lib/modules/6.13.0/vmlinuz"), file("usr/lib/modules/6.13.0/initramfs.img", "x")),
    "/usr/lib/modules",
  ],
  ["api-base-directories", without("tmp"), "/tmp"],
  ["api-base-directories", withRoot(link("dev", "run")), "/dev"],

  ["baseimage-root", without("sysroot", "ostree"), "/sysroot", "/ostree"],
  ["baseimage-root", withRoot(link("ostree", "/sysroot/ostree")), "/ostree"],
  ["baseimage-root", withRoot(directory("ostree")), "/ostree"],
  [
    "baseimage-root",
    withRoot(
      directory(`${reference}/sysroot`),
      file(`${reference}/usr/lib/ostree/prepare-root.conf`, "[composefs]\nenabled=maybe\n"),
    ),
    `/${reference}/ostree`,
  ],

  ["buildah-injected", withRoot(file("etc/hostname")), "/etc/hostname"],
  ["buildah-injected", withRoot(file("etc/resolv.conf")), "/etc/resolv.conf"],

  ["baseimage-composefs", withPrepareRoot("[composefs]\nenabled = no\n"), prepareRoot],
  ["baseimage-composefs", withPrepareRoot("[composefs]\nenabled = on\n"), prepareRoot],
  ["baseimage-composefs", withPrepareRoot("[root]\ntransient = perhaps\n"), prepareRoot],
  ["baseimage-composefs", withPrepareRoot("composefs\n"), prepareRoot],
  ["baseimage-composefs", without(prepareRoot.slice(1)), prepareRoot],
  [
    "baseimage-composefs",
    withRoot(file("etc/ostree/prepare-root.conf", "[sysroot]\nreadonly=true\n")),
    "/etc/ostree/prepare-root.conf",
  ],
  [
    "baseimage-composefs",
    withRoot(directory(`${reference}/sysroot`), link(`${reference}/ostree`, "sysroot/ostree")),
    `/${reference}/usr/lib/ostree/prepare-root.conf`,
  ],

  [
    "var-log",
    withRoot(
      file("usr/lib/tmpfiles.d/log.conf", "d /var/log\nf /var/log/build.log\nf /var/log/empty\n"),
      file("var/log/build.log", "made\n"),
      file("var/log/empty"),
    ),
    "/var/log/build.log",
  ],
  [
    "var-tmpfiles",
    withRoot(
      directory("var/lib/widget"),
      file("var/lib/widget/state", "x"),
      // Named by its path through a link.
      directory("var/roothome"),
      directory("var/roothome/.ssh"),
      file("usr/lib/tmpfiles.d/root.conf", "d /var/roothome\nd /root/.ssh\n"),
    ),
    "/var/lib/widget",
    "/var/lib/widget/state",
  ],
  ["var-tmpfiles", withRoot(file("etc/tmpfiles.d/bad.conf", "d /var/\\q\n")), "/etc/tmpfiles.d/bad.conf"],

  [
    "sysusers",
    withRoot(
      file("etc/passwd", "widget:x:900:0::/:/bin/sh\n"),
      file("etc/group", "widget:x:900:\nshadow:x:42:\nmessagebus:x:852:\n"),
    ),
    "/etc/passwd",
    "/etc/group",
  ],
  [
    "sysusers",
    withRoot(file("usr/lib/sysusers.d/bad.conf", "u widget many\n")),
    "/usr/lib/sysusers.d/bad.conf",
  ],
  [
    "sysusers",
    withRoot(file("etc/group", "root:x:none:\n+::0:\nshadow:x:42:\nmessagebus:x:852:\n")),
    "/etc/group",
  ],

  ["nonempty-boot", withRoot(file("boot/vmlinuz"), directory("boot/EFI")), "/boot/vmlinuz"],
  ["nonempty-boot", without("boot"), "/boot"],
  [
    "nonempty-run-tmp",
    withRoot(file("run/lock/x"), file("run/systemd/resolve/stub-resolv.conf"), file("tmp/y")),
    "/run/lock",
    "/run/lock/x",
    "/tmp/y",
  ],
  [
    "nonempty-run-tmp",
    withRoot(directory("run/systemd/resolve"), directory("run/systemd/units")),
    "/run/systemd",
    "/run/systemd/units",
  ],
];
