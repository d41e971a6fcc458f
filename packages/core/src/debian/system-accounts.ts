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
 * Lists the ids that Debian's packages would otherwise take in the order in which they are configured. They are
 * fixed here once and for all: a number may be added but never changed, because hosts keep files under it. adduser
 * counts up from 100 and systemd-sysusers down from 999; neither gets as far as 800 to 899.
 */
export const systemUsers: readonly SystemUser[] = [
  {
    name: "systemd-network",
    id: 851,
    gecos: "systemd Network Management",
    home: "/",
    shell: nologin,
    packages: ["systemd"],
  },
  {
    name: "messagebus",
    id: 852,
    gecos: "System Message Bus",
    home: "/nonexistent",
    shell: nologin,
    packages: ["dbus-system-bus-common", "dbus"],
  },
  {
    name: "systemd-resolve",
    id: 853,
    gecos: "systemd Resolver",
    home: "/",
    shell: nologin,
    packages: ["systemd-resolved"],
  },
  {
    name: "sshd",
    id: 854,
    group: { name: "nogroup", gid: 65534 },
    gecos: "sshd user",
    home: "/run/sshd",
    shell: nologin,
    packages: ["openssh-server"],
  },
  {
    name: "systemd-timesync",
    id: 855,
    gecos: "systemd Time Synchronization",
    home: "/",
    shell: nologin,
    packages: ["systemd-timesyncd"],
  },
  {
    name: "systemd-coredump",
    id: 856,
    gecos: "systemd Core Dumper",
    home: "/",
    shell: nologin,
    packages: ["systemd-coredump"],
  },
  { name: "polkitd", id: 857, gecos: "User for polkitd", home: "/", shell: nologin, packages: ["polkitd"] },
  {
    name: "_chrony",
    id: 858,
    gecos: "Chrony daemon",
    home: "/var/lib/chrony",
    shell: nologin,
    packages: ["chrony"],
  },
  { name: "tcpdump", id: 859, gecos: "", home: "/nonexistent", shell: nologin, packages: ["tcpdump"] },
  { name: "uuidd", id: 860, gecos: "", home: "/run/uuidd", shell: nologin, packages: ["uuid-runtime"] },
];

export const systemGroups: readonly SystemGroup[] = [
  { name: "systemd-journal", gid: 801, packages: ["systemd"] },
  { name: "input", gid: 802, packages: ["udev"] },
  { name: "sgx", gid: 803, packages: ["udev"] },
  { name: "clock", gid: 804, packages: ["udev"] },
  { name: "kvm", gid: 805, packages: ["udev"] },
  { name: "render", gid: 806, packages: ["udev"] },
  { name: "_ssh", gid: 807, packages: ["openssh-client"] },
  { name: "crontab", gid: 808, packages: ["cron-daemon-common", "cron"] },
  { name: "netdev", gid: 809, packages: ["netbase", "network-manager", "avahi-daemon", "wpasupplicant"] },
  { name: "ssl-cert", gid: 810, packages: ["ssl-cert"] },
];

const names = (text: string) => text.trim().split(/\s+/);

/** Lists the users that base-passwd makes in every system of bookworm to sid. */
export const baseUsers: readonly string[] = names(`
  root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody
`);

/** Lists the groups that base-passwd makes in every system of bookworm to sid. */
export const baseGroups: readonly string[] = names(`
  root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip
  www-data backup operator list irc src gnats shadow utmp video sasl plugdev staff games users nogroup
`);
