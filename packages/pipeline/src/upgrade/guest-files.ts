import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { probePath } from "@debootc/core/boot/probe-arguments";
import { dirname } from "node:path/posix";
import type { UpgradeRemote } from "./upgrade-remote.ts";

interface GuestSetting {
  /** Where the guest finds the served directory. */
  readonly address: string;
  readonly remote: UpgradeRemote;
}

const unit = "/etc/systemd/system/debootc-probe.service";
const wanted = "/etc/systemd/system/multi-user.target.d/10-debootc-probe.conf";
const scripts = ["boot-1.sh", "boot-2.sh", "boot-3.sh"] as const;

/** What is laid over a deployed system so that it reports, upgrades itself and rolls back: text by absolute path. */
export async function guestFiles({ address, remote }: GuestSetting): Promise<Record<string, string>> {
  const own = (name: string) => readFile(join(import.meta.dirname, "guest", name), "utf8");
  const place = dirname(probePath);
  const texts = await Promise.all(
    scripts.map(async (name) => [`${place}/${name}`, await own(name)] as const),
  );
  return {
    [probePath]: await readFile(join(import.meta.dirname, "../boot/probe.sh"), "utf8"),
    // Neither holds a quote: one is an address of ours, the other ostree's name of a remote.
    [`${place}/settings.sh`]: `address='${address}'\nremote='${remote.name}'\n`,
    ...Object.fromEntries(texts),
    [unit]: await own("debootc-probe.service"),
    [wanted]: "[Unit]\nWants=debootc-probe.service\n",
    ...(remote.signed
      ? {}
      : {
          [`/etc/ostree/remotes.d/${remote.name}.conf`]: `[remote "${remote.name}"]\nurl=${address}\ngpg-verify=false\n`,
        }),
  };
}
