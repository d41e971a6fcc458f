import { join } from "node:path";
import type { BootResult } from "@debootc/core/boot/boot-result";
import type { BootRequest } from "@debootc/core/request/boot-request";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { serveDirectory } from "@debootc/tools/http/http-file-server";
import { requireFirmware } from "../boot/firmware.ts";
import { cacheLayout } from "../cache/cache-layout.ts";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { refuseDiskless } from "../disk/disk-node.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { requireRoot } from "../worker/require-root.ts";
import { refuseNoUpgrade } from "./refuse-no-upgrade.ts";
import { upgradeNodes, upgradeSlots } from "./upgrade-nodes.ts";
import { remoteOf } from "./upgrade-remote.ts";
import { upgradeResult } from "./upgrade-result.ts";

/**
 * Boots OLD from a disk of its own, upgrades it to NEW over HTTP, boots that, rolls back and boots OLD again
 * (`debootc boot NEW --upgrade-from OLD`). The rules of a boot apply each time. Where OLD names keys, an upgrade that a
 * stranger signed is offered first, and must be refused.
 * Throws `boot-failed`, `boot-unsupported`, and `usage` for composes between which there is no upgrade.
 */
export async function upgradeCompose(
  request: BootRequest & { readonly upgradeFrom: NamedPlace },
  dependencies: PipelineDependencies,
): Promise<BootResult> {
  return withRun(dependencies, (run) => perform(request, dependencies, run));
}

async function perform(
  request: BootRequest & { readonly upgradeFrom: NamedPlace },
  dependencies: PipelineDependencies,
  run: Run,
): Promise<BootResult> {
  const { outputDir } = request;
  const { directory, result: to } = await findCompose(request.compose, outputDir);
  const { result: from } = await findCompose(request.upgradeFrom, outputDir);
  refuseNoUpgrade(from, to);
  await refuseDiskless(from);
  await requireFirmware();
  await requireRoot("deploying a tree on a disk");
  const privilege = privilegeOf(dependencies.environment.user);
  const logs = join(directory, "logs", to.label, "upgrade");
  const remote = await remoteOf(from);
  const upgrade = { request, from, to, logs };
  const records = await runOnCompose(
    {
      compose: to,
      logs,
      area: cacheLayout(join(request.cacheDir, "steps")).staging,
      privilege,
      nodes: async (scratch) => {
        const repositories = join(scratch, "served");
        const server = run.held.use(await serveDirectory(repositories));
        const { clock } = dependencies;
        return await upgradeNodes(upgrade, { scratch, repositories, server, remote, privilege, clock });
      },
    },
    run,
  );
  return upgradeResult(upgrade, directory, records.of(upgradeSlots.boots), remote);
}
