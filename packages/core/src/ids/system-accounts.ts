interface SystemUser {
  readonly name: string;
  /** User id, and group id where `group` is absent. */
  readonly id: number;
  /** Primary group, when it is not a group of the same name. */
  readonly group?: { readonly name: string; readonly gid: number };
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
  /** Binary packages of bookworm to sid whose configuration makes the account. */
  readonly packages: readonly string[];
}

interface SystemGroup {
  readonly name: string;
  readonly gid: number;
  readonly packages: readonly string[];
}

const nologin = "/usr/sbin/nologin";

/**
 * The ids that Debian's packages would otherwise take as they come, in the order they are configured. They
 * are fixed here once and for all: a number may be added, never changed, because hosts keep files under it.
 */
export const systemUsers: readonly SystemUser[] = [
  {
    name: "systemd-network",
    id: 998,
    gecos: "systemd Network Management",
    home: "/",
    shell: nologin,
    packages: ["systemd"],
  },
  {
    name: "messagebus",
    id: 997,
    gecos: "System Message Bus",
    home: "/nonexistent",
    shell: nologin,
    packages: ["dbus-system-bus-common", "dbus"],
  },
  {
    name: "systemd-resolve",
    id: 991,
    gecos: "systemd Resolver",
    home: "/",
    shell: nologin,
    packages: ["systemd-resolved"],
  },
  {
    name: "sshd",
    id: 990,
    group: { name: "nogroup", gid: 65534 },
    gecos: "sshd user",
    home: "/run/sshd",
    shell: nologin,
    packages: ["openssh-server"],
  },
  {
    name: "systemd-timesync",
    id: 989,
    gecos: "systemd Time Synchronization",
    home: "/",
    shell: nologin,
    packages: ["systemd-timesyncd"],
  },
  {
    name: "systemd-coredump",
    id: 988,
    gecos: "systemd Core Dumper",
    home: "/",
    shell: nologin,
    packages: ["systemd-coredump"],
  },
  { name: "polkitd", id: 987, gecos: "User for polkitd", home: "/", shell: nologin, packages: ["polkitd"] },
  {
    name: "_chrony",
    id: 986,
    gecos: "Chrony daemon",
    home: "/var/lib/chrony",
    shell: nologin,
    packages: ["chrony"],
  },
  { name: "tcpdump", id: 985, gecos: "", home: "/nonexistent", shell: nologin, packages: ["tcpdump"] },
  { name: "uuidd", id: 984, gecos: "", home: "/run/uuidd", shell: nologin, packages: ["uuid-runtime"] },
];

export const systemGroups: readonly SystemGroup[] = [
  { name: "systemd-journal", gid: 999, packages: ["systemd"] },
  { name: "input", gid: 996, packages: ["udev"] },
  { name: "sgx", gid: 995, packages: ["udev"] },
  { name: "clock", gid: 994, packages: ["udev"] },
  { name: "kvm", gid: 993, packages: ["udev"] },
  { name: "render", gid: 992, packages: ["udev"] },
  { name: "_ssh", gid: 101, packages: ["openssh-client"] },
  { name: "crontab", gid: 102, packages: ["cron-daemon-common", "cron"] },
  { name: "netdev", gid: 103, packages: ["netbase", "network-manager", "avahi-daemon", "wpasupplicant"] },
  { name: "ssl-cert", gid: 104, packages: ["ssl-cert"] },
];
