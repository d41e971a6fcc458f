import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { probePath } from "@debootc/core/boot/probe-arguments";
import { dirname } from "node:path/posix";
import type { UpgradeRemote } from "./upgrade-remote.ts";

interface GuestSetting {
  /** URL of the served directory, as seen from the guest. */
  readonly address: string;
  readonly remote: UpgradeRemote;
}

const unit = "/etc/systemd/system/debootc-probe.service";
const wanted = "/etc/systemd/system/multi-user.target.d/10-debootc-probe.conf";
const scripts = ["boot-1.sh", "boot-2.sh", "boot-3.sh"] as const;

/** Returns the files, text by absolute path, with which a deployed system reports, upgrades itself and rolls back. */
export async function guestFiles({ address, remote }: GuestSetting): Promise<Record<string, string>> {
  const own = (name: string) => readFile(join(import.meta.dirname, "guest", name), "utf8");
  const place = dirname(probePath);
  const texts = await Promise.all(
    scripts.map(async (name) => [`${place}/${name}`, await own(name)] as const),
  );
  return {
    [probePath]: await readFile(join(import.meta.dirname, "../boot/probe.sh"), "utf8"),
    // Neither contains a quote: one is an address of ours, the other the name of an ostree remote.
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
