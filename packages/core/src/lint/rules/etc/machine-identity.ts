import type { LintRule } from "../lint-rule.ts";

export const machineId: LintRule = {
  name: "machine-id",
  level: "error",
  summary: "/etc/machine-id is empty, missing or says uninitialized",
  why: "Every machine of the image would have the same id: addresses by DHCP, journals and whatever else counts on it clash.",
  remedy:
    "Write `uninitialized` into /etc/machine-id at the end of the build, and remove /var/lib/dbus/machine-id.",
  reads: /^\/(etc|var\/lib\/dbus)\/machine-id$/,
  *check({ tree }) {
    for (const path of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
      if (tree.lookup(path)?.type !== "file") continue;
      const id = tree.text(path)?.trim() ?? "";
      if (id !== "" && id !== "uninitialized") yield { path, message: "holds the id of a machine" };
    }
  },
};

export const sshHostKeys: LintRule = {
  name: "ssh-host-keys",
  level: "error",
  summary: "no host keys in /etc/ssh",
  why: "Every machine of the image has the same key, and who gets the image can pass for any of them.",
  remedy:
    "Remove them at the end of the build; sshd-keygen.service or ssh-keygen -A makes them on the machine.",
  *check({ tree }) {
    for (const { path, type, size } of tree.list("/etc/ssh")) {
      if (type === "file" && size > 0 && /\/ssh_host_[^/]*key(\.pub)?$/.test(path)) {
        yield { path, message: "is the key of a host" };
      }
    }
  },
};

const commonNames = /^(localhost|localhost[46]?\.localdomain[46]?|localhost[46]|ip6-[a-z]+)$/;

export const hostIdentity: LintRule = {
  name: "host-identity",
  level: "warning",
  summary: "no host name, resolver or hosts of the building machine",
  why: "All machines of the image get them, and they tell of the network the image was built in.",
  remedy:
    "Remove the file at the end of the build, or keep it and skip this rule when all machines shall have it.",
  reads: /^\/etc\/(hostname|hosts|resolv\.conf)$/,
  *check({ tree }) {
    const textOf = (path: string) => (tree.lookup(path)?.type === "file" ? (tree.text(path) ?? "") : "");
    const name = textOf("/etc/hostname")
      .replaceAll(/^[ \t]*#.*$/gm, "")
      .trim();
    if (name !== "" && !commonNames.test(name)) {
      yield { path: "/etc/hostname", message: "gives every machine the same host name" };
    }
    if (/^[ \t]*nameserver[ \t]/m.test(textOf("/etc/resolv.conf"))) {
      yield { path: "/etc/resolv.conf", message: "names resolvers, which differ from network to network" };
    }
    const others = textOf("/etc/hosts")
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim().split(/\s+/).slice(1))
      .filter((names) => names.some((one) => !commonNames.test(one)));
    if (others.length > 0) {
      yield {
        path: "/etc/hosts",
        message: `has ${others.length} ${others.length === 1 ? "line" : "lines"} for other names than localhost`,
      };
    }
  },
};
