import { makeOwnCertificate } from "./make-own-certificate.ts";
import { readOstreeBuild } from "@debootc/tools/ostree/ostree-build";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface Fix {
  /** The file whose presence calls for the fix. */
  readonly when: string;
  readonly unless?: string;
  /** A package's own link at this path is left alone. */
  readonly unlessLink?: string;
  readonly apply: (root: RootDirectory) => Promise<void>;
}

/** Assumptions of Debian's packages that do not hold on an image-based machine. */
const fixes: readonly Fix[] = [
  {
    // `uninitialized` and not empty: systemd then takes a fresh deployment for a first boot (machine-id(5)).
    when: "/usr/lib/systemd/systemd",
    unlessLink: "/etc/machine-id",
    apply: (root) => root.writeFile("/etc/machine-id", "uninitialized\n", 0o444),
  },
  {
    // Its questions on the console would hold up the first boot of an unattended machine.
    when: "/usr/lib/systemd/system/systemd-firstboot.service",
    apply: (root) => root.makeLink("/etc/systemd/system/systemd-firstboot.service", "/dev/null"),
  },
  {
    // A first boot applies presets, and what none of them names would be enabled: units that a package or the
    // treefile has left disabled. The number puts it behind all presets of packages (systemd.preset(5)).
    when: "/usr/lib/systemd/systemd",
    apply: (root) => root.writeFile("/usr/lib/systemd/system-preset/99-debootc.preset", "disable *\n"),
  },
  {
    // ostree mounts /boot itself, so the generator's automount would fail.
    when: "/usr/lib/systemd/system-generators/systemd-gpt-auto-generator",
    apply: (root) => root.makeLink("/etc/systemd/system-generators/systemd-gpt-auto-generator", "/dev/null"),
  },
  {
    when: "/usr/lib/systemd/systemd-resolved",
    unlessLink: "/etc/resolv.conf",
    apply: (root) => root.makeLink("/etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf"),
  },
  {
    // A system that was upgraded to this image is past its first boot and still needs host keys.
    when: "/usr/lib/systemd/system/sshd-keygen.service",
    apply: (root) =>
      root.writeFile(
        "/usr/lib/systemd/system/sshd-keygen.service.d/10-debootc.conf",
        "[Unit]\nConditionFirstBoot=\n",
      ),
  },
  {
    // Before trixie only openssh-server's postinst makes host keys, which an image must not carry.
    when: "/usr/lib/systemd/system/ssh.service",
    unless: "/usr/lib/systemd/system/sshd-keygen.service",
    apply: (root) =>
      root.writeFile(
        "/usr/lib/systemd/system/ssh.service.d/10-debootc.conf",
        "[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t\n",
      ),
  },
  { when: "/usr/sbin/make-ssl-cert", apply: makeOwnCertificate },
  {
    // Where nobody has chosen a locale, programs run in C, which knows ASCII alone; so does the reader of archives with
    // which ostree imports images. The place is Debian's: since trixie a link to systemd's /etc/locale.conf.
    when: "/usr/lib/systemd/systemd",
    apply: async (root) => {
      const place = await root.resolve("/etc/default/locale");
      if (!(await root.exists(place))) await root.writeFile(place, "LANG=C.UTF-8\n");
    },
  },
  {
    // Read inside the initramfs, so it must exist before that is made. A file of the treefile wins.
    when: "/usr/lib/ostree/ostree-prepare-root",
    unless: "/usr/lib/ostree/prepare-root.conf",
    apply: async (root) =>
      root.writeFile(
        "/usr/lib/ostree/prepare-root.conf",
        `[sysroot]\nreadonly = true\n[etc]\ntransient = false\n${await composefs(root)}`,
      ),
  },
  {
    when: "/etc/nsswitch.conf",
    unless: "/etc/hosts",
    apply: (root) =>
      root.writeFile("/etc/hosts", "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"),
  },
];

/**
 * A root that is mounted from one checked image instead of a directory of links, where the suite's ostree has it
 * (forky and later): it both writes the image at deployment and mounts it at boot. An older ostree takes `maybe` for off, and
 * refuses `yes`; bootc's linter wants one of the two.
 */
async function composefs(root: RootDirectory): Promise<string> {
  if (!(await root.exists("/usr/bin/ostree"))) return "";
  const { features } = await readOstreeBuild(root.path);
  return `[composefs]\nenabled = ${features.has("composefs") ? "yes" : "maybe"}\n`;
}

/** Makes packages work in a system whose /usr is read-only and whose /var is empty at first. */
export async function fitImageBased(root: RootDirectory): Promise<void> {
  for (const { when, unless, unlessLink, apply } of fixes) {
    if (!(await root.exists(when))) continue;
    if (unless !== undefined && (await root.exists(unless))) continue;
    if (unlessLink !== undefined && (await root.stat(unlessLink))?.isSymbolicLink() === true) continue;
    await apply(root);
  }
}
