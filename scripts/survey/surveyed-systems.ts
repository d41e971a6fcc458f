/** Describes a system whose compose is tried: a base that boots, and what is added to it. */
export interface SurveyedSystem {
  /** Names the row; also the package to install, unless `packages` lists others. */
  readonly name: string;
  readonly packages?: readonly string[];
  /** Takes the kernel for real hardware instead of the one for virtual machines. */
  readonly hardware?: true;
  /** Installs what is recommended too, as Debian's own installer does for a task. */
  readonly recommends?: true;
  /** Takes all components of the archive instead of `main`. */
  readonly allComponents?: true;
  /** Takes long, and comes last. */
  readonly large?: true;
  /** Keys of the treefile without which it does not compose, and why they are needed. */
  readonly write?: { readonly why: string; readonly yaml: string };
}

const desktop = { hardware: true, recommends: true, large: true } as const;

/** Lists the systems of the survey in the order of its table. */
export const surveyedSystems: readonly SurveyedSystem[] = [
  { name: "task-ssh-server", recommends: true },
  { name: "task-web-server", recommends: true },
  { name: "task-laptop", recommends: true, hardware: true },
  { name: "cockpit" },
  { name: "docker.io" },
  {
    name: "postgresql",
    write: {
      why: "The package makes a database cluster when it is installed; each machine makes its own, with `pg_createcluster`.",
      yaml: "var-policy:\n  - { path: /var/lib/postgresql/*/main/**, class: discard, package: postgresql-common }\n",
    },
  },
  {
    name: "mariadb-server",
    write: {
      why: "The package makes a database when it is installed; each machine makes its own, with `mariadb-install-db`.",
      yaml: "var-policy:\n  - { path: /var/lib/mysql/**, class: discard, package: mariadb-server }\n",
    },
  },
  { name: "rabbitmq-server" },
  {
    name: "slapd",
    write: {
      why: "The package makes a directory with a password when it is installed; each machine makes its own.",
      yaml: "debconf: [slapd slapd/no_configuration boolean true]\n",
    },
  },
  { name: "exim4" },
  { name: "postfix" },
  { name: "samba" },
  { name: "libvirt-daemon-system" },
  { name: "lxc" },
  { name: "snapd" },
  { name: "flatpak" },
  { name: "wireshark" },
  { name: "console-setup" },
  { name: "grub-efi-amd64" },
  { name: "resolvconf" },
  { name: "at" },
  { name: "memcached" },
  { name: "zfs-dkms", packages: ["zfs-dkms", "linux-headers-amd64"], hardware: true, allComponents: true },
  {
    name: "nvidia-driver",
    packages: ["nvidia-driver", "linux-headers-amd64"],
    hardware: true,
    allComponents: true,
    large: true,
  },
  { name: "task-xfce-desktop", ...desktop },
  { name: "task-gnome-desktop", ...desktop },
  { name: "task-kde-desktop", ...desktop },
];
