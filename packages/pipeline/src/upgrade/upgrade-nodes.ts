import type { BootReport } from "@debootc/core/boot/boot-report";
import { type FetchedFile, upgradeFetches } from "@debootc/core/upgrade/evaluate-fetches";
import type { FileServer } from "@debootc/tools/http/http-file-server";
import { bootSystem } from "../boot/boot-system.ts";
import { diskNode, type MadeDisk } from "../disk/disk-node.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { guestFiles } from "./guest-files.ts";
import { makeUpgradeRepository, served } from "./make-upgrade-repository.ts";
import type { Upgrade, UpgradeReports } from "./upgrade.ts";
import { upgradeBoots } from "./upgrade-boots.ts";
import type { UpgradeRemote } from "./upgrade-remote.ts";

/** Names what the nodes of an upgrade leave. */
export const upgradeSlots = {
  disk: slot<MadeDisk>("disk"),
  repository: slot<string>("repository"),
  boots: slot<UpgradeReports>("boots"),
};

interface Surroundings {
  readonly scratch: string;
  /** The directory that the server serves. */
  readonly repositories: string;
  readonly server: Pick<FileServer, "port" | "requests">;
  readonly remote: UpgradeRemote;
  readonly privilege: Privilege;
  readonly clock: () => Date;
}

/** Returns the nodes of an upgrade in their order. */
export async function upgradeNodes(
  upgrade: Upgrade,
  { scratch, repositories, server, remote, privilege, clock }: Surroundings,
): Promise<readonly Node[]> {
  // The address by which qemu's network shows this machine to its guest.
  const address = `http://10.0.2.2:${server.port}`;
  return [
    repositoryNode(upgrade, repositories, clock),
    diskNode(upgradeSlots.disk, {
      compose: upgrade.from,
      scratch,
      privilege,
      files: await guestFiles({ address, remote }),
      remote: remote.name,
      followsOstree: true,
      kernelArguments: ["console=ttyS0", "systemd.show_status=yes"],
    }),
    bootsNode(upgrade, server, clock),
  ];
}

function repositoryNode({ from, to }: Upgrade, directory: string, clock: () => Date): Node<string> {
  return defineNode({
    leaves: upgradeSlots.repository,
    phase: "init",
    title: "Make the repository to upgrade from",
    reads: {},
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async (_, { signal, report }) => {
      report({ type: "progress", step: "making the static delta" });
      await makeUpgradeRepository({ from, to, directory, now: clock(), signal });
      return { output: directory };
    },
  });
}

function bootsNode(
  upgrade: Upgrade,
  server: Pick<FileServer, "requests">,
  clock: () => Date,
): Node<UpgradeReports> {
  const { timeout, memory } = upgrade.request;
  return defineNode({
    leaves: upgradeSlots.boots,
    phase: "output",
    title: "Boot, upgrade, roll back",
    reads: { disk: upgradeSlots.disk, repository: upgradeSlots.repository },
    required: true,
    timeoutSeconds: 3 * timeout + 600,
    resources: { cpus: 2, memoryMiB: memory + 512, diskMiB: 1024 },
    run: async ({ disk }, { report, signal, log }) => {
      const reports: BootReport[] = [];
      for (const { step, system } of upgradeBoots(upgrade, disk)) {
        report({ type: "progress", step });
        reports.push(await bootSystem({ ...system, report, signal, clock }));
      }
      for (const { path, status, bytes } of server.requests) log(`${status} ${path} ${bytes}`);
      return { output: { reports, fetches: fetchesFrom(served.genuine, server.requests) } };
    },
  });
}

/** What was fetched from one of the served repositories. */
function fetchesFrom(repository: string, requests: readonly FetchedFile[]) {
  return upgradeFetches(requests.filter(({ path }) => path.startsWith(`/${repository}/`)));
}
