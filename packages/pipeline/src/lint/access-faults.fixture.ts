import { type Change, changedRoot, type Fault, file, link } from "./bootable-root.fixture.ts";

const keys = "usr/lib/debootc/authorized-keys";
const accounts = (...names: readonly string[]) => [
  file(
    "etc/passwd",
    `root:x:0:0:root:/root:/bin/bash\nmessagebus:x:852:852::/:/usr/sbin/nologin\n${names
      .map((name, index) => `${name}:x:${1000 + index}:${1000 + index}::/home/${name}:/bin/bash\n`)
      .join("")}`,
  ),
  file(
    "etc/group",
    `root:x:0:\nshadow:x:42:\nmessagebus:x:852:\nsudo:x:27:${names.join(",")}\n${names.map((name, index) => `${name}:x:${1000 + index}:\n`).join("")}`,
  ),
  file(
    "usr/lib/sysusers.d/all.conf",
    `u root 0 "Super User" /root\nu! messagebus 852\ng shadow 42\ng sudo 27\n${names.map((name, index) => `u ${name} ${1000 + index}\n`).join("")}`,
  ),
];
const key = (name: string) => file(`${keys}/${name}`, "ssh-ed25519 key\n");
const change = (entries: Parameters<typeof changedRoot>[0], removed: readonly string[] = []): Change => ({
  root: changedRoot(entries, removed),
});
const upgrade = (name: string) => [
  file(`usr/lib/systemd/system/${name}.service`, "[Service]\nExecStart=/usr/bin/ostree admin upgrade\n"),
  link(`etc/systemd/system/timers.target.wants/${name}.timer`, `/usr/lib/systemd/system/${name}.timer`),
  file(`usr/lib/systemd/system/${name}.timer`, "[Timer]\n"),
];
const sudo = file("usr/bin/sudo", "program");
const asking = file("etc/sudoers", "%sudo ALL=(ALL:ALL) ALL\n", { mode: 0o440 });

/** Lists faults for the rules about who gets into a machine, and what gets to it. */
export const accessFaults: readonly Fault[] = [
  ["no-login", change([], [keys]), undefined],
  ["no-login", change([file(`${keys}/root`, "")]), undefined],
  ["no-login", change([key("root")], ["usr/sbin/sshd"]), undefined],
  // A key of an account that does not exist, and a line that takes its text from a credential.
  [
    "no-login",
    change(
      [
        key("nobody-knows"),
        file("usr/lib/tmpfiles.d/key.conf", "f^ /root/.ssh/authorized_keys - - - - key\n"),
      ],
      [`${keys}/root`],
    ),
    undefined,
  ],
  ["no-administrator", change([...accounts("admin"), key("admin")], [`${keys}/root`]), undefined],
  [
    "no-administrator",
    change([...accounts("admin"), key("admin"), sudo, asking], [`${keys}/root`]),
    undefined,
  ],
  [
    "network-unconfigured",
    change([], ["usr/lib/systemd/network/80-wired.network"]),
    "/usr/lib/systemd/system/systemd-networkd.service",
  ],
  [
    "network-unconfigured",
    change([file("usr/sbin/NetworkManager", "program")]),
    "/usr/lib/systemd/system/systemd-networkd.service",
  ],
  [
    "network-unconfigured",
    change(
      [
        file("usr/lib/systemd/system-preset/10-network.preset", "disable systemd-networkd.service\n"),
        link(
          "etc/systemd/system/multi-user.target.wants/systemd-networkd.service",
          "/usr/lib/systemd/system/systemd-networkd.service",
        ),
      ],
      ["usr/lib/systemd/network/80-wired.network"],
    ),
    "/usr/lib/systemd/system/systemd-networkd.service",
  ],
  // A link of the image itself enables it, whatever the presets say.
  [
    "network-unconfigured",
    change(
      [
        file("usr/lib/systemd/system-preset/10-network.preset", "disable systemd-networkd.service\n"),
        link(
          "usr/lib/systemd/system/multi-user.target.wants/systemd-networkd.service",
          "../systemd-networkd.service",
        ),
      ],
      ["usr/lib/systemd/network/80-wired.network"],
    ),
    "/usr/lib/systemd/system/systemd-networkd.service",
  ],
  [
    "upgrade-without-remote",
    change([
      file(
        "usr/lib/systemd/system/renew.service",
        "[Service]\nExecStart=/usr/bin/ostree admin upgrade\n[Install]\nWantedBy=multi-user.target\n",
      ),
      file("usr/lib/systemd/system-preset/10-renew.preset", "enable renew.service\n"),
    ]),
    "/usr/lib/systemd/system/renew.service",
  ],
  ["upgrade-without-remote", change(upgrade("renew")), "/usr/lib/systemd/system/renew.service"],
];

/** Lists images in which these rules find nothing, though it looks as if they should. */
export const openImages: Readonly<Record<string, Change>> = {
  "a rule of sudo that asks for no password": change(
    [
      ...accounts("admin"),
      key("admin"),
      sudo,
      asking,
      file("etc/sudoers.d/admin", "%sudo ALL=(ALL:ALL) NOPASSWD: ALL\n", { mode: 0o440 }),
    ],
    [`${keys}/root`],
  ),
  "cloud-init, which brings keys": change([file("usr/bin/cloud-init", "program")], [keys]),
  "a console that logs in by itself": change(
    [
      file(
        "usr/lib/systemd/system/getty@tty1.service.d/10-kiosk.conf",
        "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin kiosk %I $TERM\n",
      ),
    ],
    [keys],
  ),
  "an account of systemd's own user database": change(
    [file("etc/userdb/admin.user", '{"privileged":{"sshAuthorizedKeys":["key"]}}')],
    [keys],
  ),
  "a credential of the image": change([file("usr/lib/credstore/ssh.authorized_keys.root", "key")], [keys]),
  "a key that tmpfiles.d writes": change(
    [file("usr/lib/tmpfiles.d/key.conf", "f /root/.ssh/authorized_keys 0600 - - - ssh-ed25519\\x20key\n")],
    [keys],
  ),
  "an upgrade that a preset disables": change([
    file(
      "usr/lib/systemd/system/renew.service",
      "[Service]\nExecStart=/usr/bin/ostree admin upgrade\n[Install]\nWantedBy=multi-user.target\n",
    ),
    file("usr/lib/systemd/system-preset/10-renew.preset", "disable renew.service\nenable *\n"),
  ]),
  "an upgrade that a preset cannot enable, since nothing would start it": change([
    file("usr/lib/systemd/system/renew.service", "[Service]\nExecStart=/usr/bin/ostree admin upgrade\n"),
    file("usr/lib/systemd/system-preset/10-renew.preset", "enable renew.service\n"),
  ]),
  "a configured remote": change([...upgrade("renew"), file("etc/ostree/remotes.d/a.conf", "[remote]\n")]),
  "a network that nobody waits for": change(
    [link("etc/systemd/system/systemd-networkd-wait-online.service", "/dev/null")],
    ["usr/lib/systemd/network/80-wired.network"],
  ),
  "NetworkManager, and systemd-networkd disabled by a preset": change(
    [
      file("usr/sbin/NetworkManager", "program"),
      file("usr/lib/systemd/system-preset/10-network.preset", "disable systemd-networkd*\n"),
    ],
    ["usr/lib/systemd/network/80-wired.network"],
  ),
  "netplan, which configures systemd-networkd": change(
    [file("usr/sbin/netplan", "program")],
    ["usr/lib/systemd/network/80-wired.network"],
  ),
};
