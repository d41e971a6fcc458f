import { isEnabled, presetFiles } from "../../facts/enablement.ts";
import type { LintTree } from "../../subject/lint-tree.ts";
import type { LintRule } from "../lint-rule.ts";

/** Programs that configure a network in place of systemd-networkd. */
const others = ["NetworkManager", "ifup", "dhcpcd", "connmand"];

/** Programs that write configurations for systemd-networkd when the machine starts. */
const writers = ["/usr/sbin/netplan", "/usr/bin/cloud-init"];

const networkd = "systemd-networkd.service";
const unit = `/usr/lib/systemd/system/${networkd}`;
const directories = ["/etc/systemd/network", "/usr/lib/systemd/network", "/usr/local/lib/systemd/network"];

/** Matches what systemd ships itself: for containers, virtual machines of this one, tunnels and WLAN. */
const shipped = /\/80-(?:6rd-tunnel|container-.*|vm-vt|wifi-adhoc|wifi-ap|wifi-station)\.network$/;

const preset =
  "Add a file /usr/lib/systemd/system-preset/10-network.preset with the line `disable systemd-networkd*`, and do not name its service in `units`.";

export const networkUnconfigured: LintRule = {
  name: "network-unconfigured",
  level: "warning",
  summary: "one program configures the network, and has something to configure",
  why: "systemd enables systemd-networkd at the first boot of a machine, and with it a service that waits for the network. Without a configuration there is no address; and as soon as a package wants the network, as nginx does, that service fails after two minutes, and the boot with it. Two programs take the addresses of the same interface from each other.",
  remedy:
    "Include base.yaml, which gives each wired interface an address, or add a file such as /usr/lib/systemd/network/80-wired.network with `[Match] Type=ether` and `[Network] DHCP=yes`. For a machine without a network, disable systemd-networkd by a preset.",
  reads: presetFiles,
  *check({ tree }) {
    if (tree.follow("/sbin/init") === undefined || tree.follow(unit) === undefined) return;
    if (!isEnabled(tree, networkd) || writers.some((path) => tree.exists(path))) return;
    const configured = directories.some((directory) => hasOwnNetwork(tree, directory));
    const other = others.find((name) => tree.exists(`/usr/sbin/${name}`));
    const isWaitMasked =
      tree.lookup("/etc/systemd/system/systemd-networkd-wait-online.service")?.target === "/dev/null";
    if (configured && other !== undefined)
      yield { path: unit, message: `configures the network beside ${other}`, hint: preset };
    else if (!configured && !isWaitMasked)
      yield {
        path: unit,
        message: "has nothing to configure: the image has no file for its interfaces",
        ...(other === undefined ? {} : { hint: preset }),
      };
  },
};

function hasOwnNetwork(tree: LintTree, directory: string): boolean {
  return tree.list(directory).some(({ path }) => path.endsWith(".network") && !shipped.test(path));
}
