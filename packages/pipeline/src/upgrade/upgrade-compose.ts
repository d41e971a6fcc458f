import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BootReport } from "@debootc/core/boot/boot-report";
import type { BootResult } from "@debootc/core/boot/boot-result";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { BootRequest } from "@debootc/core/request/boot-request";
import { deltaRule, upgradeFetches } from "@debootc/core/upgrade/evaluate-fetches";
import { upgradeRules } from "@debootc/core/upgrade/evaluate-upgrade";
import { type FileServer, serveDirectory } from "@debootc/tools/http/http-file-server";
import { bootSystem } from "../boot/boot-system.ts";
import { cacheLayout } from "../cache/cache-layout.ts";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { diskNode, type MadeDisk, refuseDiskless } from "../disk/disk-node.ts";
import type { Node } from "../engine/node.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { makeUpgradeRepository, served } from "./make-upgrade-repository.ts";
import { guestFiles } from "./guest-files.ts";
import { remoteOf, type UpgradeRemote } from "./upgrade-remote.ts";

interface Boots {
  readonly reports: readonly BootReport[];
  readonly fetches: ReturnType<typeof upgradeFetches>;
}

interface UpgradeRecords {
  readonly disk: MadeDisk;
  readonly repository: string;
  readonly boots: Boots;
}

interface UpgradeSetting {
  readonly request: BootRequest;
  readonly from: ComposeResult;
  readonly to: ComposeResult;
  readonly logs: string;
  readonly clock: () => Date;
}

/** Debian's package ovmf has it there. */
const firmware = "/usr/share/ovmf/OVMF.fd";

/**
 * `debootc boot NEW --upgrade-from OLD`: boots OLD from a disk of its own, upgrades it to NEW over HTTP, boots that,
 * rolls back and boots OLD again, with the rules of a boot each time. Where OLD names keys, an upgrade that a stranger
 * signed is offered first, and must be refused.
 * Throws `boot-failed`, `boot-unsupported`, `usage` for two composes that are no upgrade of one another.
 */
export async function upgradeCompose(
  request: BootRequest & { readonly upgradeFrom: string },
  dependencies: PipelineDependencies,
): Promise<BootResult> {
  const outputDir = resolve(request.outputDir);
  const { directory, result: to } = await findCompose(request.compose, outputDir);
  const { result: from } = await findCompose(request.upgradeFrom, outputDir);
  refuseNoUpgrade(from, to);
  await refuseDiskless(from);
  await access(firmware).catch((cause: unknown) => {
    const hint = "Install it: sudo apt install ovmf";
    throw new DebootcError("tool-missing", `there is no UEFI firmware for virtual machines: ${firmware}`, {
      hint,
      cause,
    });
  });
  const privilege = privilegeOf(dependencies.environment.user);
  const logs = join(directory, "logs/upgrade");
  const remote = await remoteOf(from);
  const setting = { request, from, to, logs, clock: dependencies.clock };
  await using resources = new AsyncDisposableStack();
  const { boots } = await runOnCompose<UpgradeRecords>(
    {
      compose: to,
      logs,
      area: cacheLayout(join(resolve(request.cacheDir), "steps")).staging,
      privilege,
      nodes: async (scratch) => {
        const repositories = join(scratch, "served");
        const server = resources.use(await serveDirectory(repositories));
        // The address by which qemu's network shows this machine to its guest.
        const address = `http://10.0.2.2:${server.port}`;
        return [
          repositoryNode(setting, repositories),
          diskNode("disk", {
            compose: from,
            scratch,
            privilege,
            files: await guestFiles({ address, remote }),
            remote: remote.name,
            kernelArguments: ["console=ttyS0", "systemd.show_status=yes"],
          }),
          bootsNode(setting, server),
        ];
      },
    },
    dependencies,
  );
  return resultOf(setting, directory, boots, remote);
}

function refuseNoUpgrade(from: ComposeResult, to: ComposeResult): void {
  const refuse = (message: string, hint: string) => new DebootcError("usage", message, { hint });
  if (from.commit.checksum === to.commit.checksum) {
    throw refuse(
      `${from.composeId} and ${to.composeId} have the same commit: there is nothing to upgrade`,
      "Name an earlier compose whose tree differs.",
    );
  }
  if (from.ref !== to.ref) {
    throw refuse(
      `${from.composeId} follows ${from.ref}, and ${to.composeId} is of ${to.ref}`,
      "A host is upgraded along one ref: name two composes of the same one.",
    );
  }
  if (from.timestamp > to.timestamp) {
    throw refuse(
      `${from.composeId} is newer (${from.timestamp}) than ${to.composeId} (${to.timestamp})`,
      "ostree refuses to go back in time: name the earlier compose behind --upgrade-from.",
    );
  }
}

function repositoryNode(
  { from, to, clock }: UpgradeSetting,
  directory: string,
): Node<UpgradeRecords, "repository"> {
  return {
    id: "repository",
    phase: "init",
    title: "Make the repository to upgrade from",
    reads: [],
    required: true,
    timeoutSeconds: 1800,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
    run: async (_, { signal, report }) => {
      report({ type: "progress", step: "making the static delta" });
      await makeUpgradeRepository({ from, to, directory, now: clock(), signal });
      return { output: directory };
    },
  };
}

function bootsNode(
  { request, from, to, logs, clock }: UpgradeSetting,
  server: FileServer,
): Node<UpgradeRecords, "boots"> {
  return {
    id: "boots",
    phase: "output",
    title: "Boot, upgrade, roll back",
    reads: ["disk", "repository"],
    required: true,
    timeoutSeconds: 3 * request.timeout + 600,
    resources: { cpus: 2, memoryMiB: request.memory + 512, diskMiB: 1024 },
    run: async ({ disk }, { report, signal, log }) => {
      const reports: BootReport[] = [];
      for (const [index, furtherRules] of upgradeRules.entries()) {
        const compose = index === 1 ? to : from;
        report({
          type: "progress",
          step: `boot ${index + 1} of ${upgradeRules.length}: ${compose.composeId}`,
        });
        reports.push(
          await bootSystem({
            disk: disk.raw,
            start: { firmware },
            network: "open",
            kernel: disk.kernel,
            architecture: from.architecture,
            expected: { checksum: compose.commit.checksum, packageCount: compose.packageCount },
            furtherRules,
            logFile: join(logs, `console-${index + 1}.log`),
            reportFile: join(logs, `report-${index + 1}.json`),
            memoryMiB: request.memory,
            timeoutSeconds: request.timeout,
            report,
            signal,
            clock,
          }),
        );
      }
      for (const { path, status, bytes } of server.requests) log(`${status} ${path} ${bytes}`);
      const fetches = upgradeFetches(
        server.requests.filter(({ path }) => path.startsWith(`/${served.genuine}/`)),
      );
      return { output: { reports, fetches } };
    },
  };
}

function resultOf(
  { from, to, logs }: UpgradeSetting,
  directory: string,
  { reports, fetches }: Boots,
  { signed }: UpgradeRemote,
): BootResult {
  const [before, after, again] = reports as [BootReport, BootReport, BootReport];
  const when = [
    ["before", before],
    ["after", after],
    ["rolled back", again],
  ] as const;
  const delta = deltaRule(fetches);
  if (!delta.passed) {
    throw new DebootcError("boot-failed", `the upgrade did not come by the static delta: ${delta.found}`, {
      hint: `What the host asked for is in ${join(logs, "boots.log")}`,
    });
  }
  return {
    composeId: to.composeId,
    directory,
    ref: to.ref,
    checksum: to.commit.checksum,
    kernel: after.system.kernel,
    accelerator: after.accelerator,
    seconds: after.seconds.up ?? after.seconds.total,
    checks: [
      ...when.flatMap(([name, { checks }]) =>
        checks.map(({ id, title, passed, found }) => ({
          id: `${name.replace(" ", "-")}:${id}`,
          title: `${name}: ${title}`,
          passed,
          detail: found,
        })),
      ),
      { id: delta.id, title: delta.title, passed: true, detail: delta.found },
    ],
    upgrade: {
      fromComposeId: from.composeId,
      fromChecksum: from.commit.checksum,
      ...fetches,
      signed,
    },
    files: { log: join(logs, "console-2.log") },
  };
}
