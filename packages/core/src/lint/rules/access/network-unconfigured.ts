import type { LintTree } from "../../subject/lint-tree.ts";
import type { LintRule } from "../lint-rule.ts";

/** Programs that configure a network in place of systemd-networkd. */
const others = [
  "/usr/sbin/NetworkManager",
  "/usr/sbin/ifup",
  "/usr/sbin/dhcpcd",
  "/usr/sbin/connmand",
  "/usr/sbin/netplan",
  "/usr/bin/cloud-init",
  "/usr/libexec/iwd",
];

const directories = ["/etc/systemd/network", "/usr/lib/systemd/network", "/usr/local/lib/systemd/network"];

/** What systemd ships itself: for containers, virtual machines of this one, tunnels and WLAN. */
const shipped = /\/80-(?:6rd-tunnel|container-.*|vm-vt|wifi-adhoc|wifi-ap|wifi-station)\.network$/;

export const networkUnconfigured: LintRule = {
  name: "network-unconfigured",
  level: "warning",
  summary: "the network of a system that boots is configured",
  why: "systemd enables systemd-networkd at the first boot of a machine, and with it a service that waits for the network. Without a configuration there is no address; and as soon as a package wants the network, as nginx does, that service fails after two minutes, and the boot with it.",
  remedy:
    "Include base.yaml, which gives each wired interface an address, or add a file such as /usr/lib/systemd/network/80-wired.network with `[Match] Type=ether` and `[Network] DHCP=yes`. For a machine without a network, mask systemd-networkd-wait-online.service.",
  *check({ tree }) {
    const networkd = "/usr/lib/systemd/system/systemd-networkd.service";
    if (tree.follow("/sbin/init") === undefined || tree.follow(networkd) === undefined) return;
    if (isMasked(tree, "systemd-networkd.service") || isMasked(tree, "systemd-networkd-wait-online.service"))
      return;
    if (others.some((path) => tree.exists(path)) || directories.some((path) => hasOwnNetwork(tree, path)))
      return;
    yield { path: networkd, message: "has nothing to configure: the image has no file for its interfaces" };
  },
};

function hasOwnNetwork(tree: LintTree, directory: string): boolean {
  return tree.list(directory).some(({ path }) => path.endsWith(".network") && !shipped.test(path));
}

function isMasked(tree: LintTree, unit: string): boolean {
  return tree.lookup(`/etc/systemd/system/${unit}`)?.target === "/dev/null";
}
