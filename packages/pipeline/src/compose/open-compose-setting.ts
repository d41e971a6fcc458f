import { parseComposeId } from "@debootc/core/compose/compose-id";
import { timingsOf } from "@debootc/core/compose/timings";
import type { Event } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { join } from "node:path";
import type { LocalCache } from "../cache/local-cache.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { ComposeDirectory } from "../composed/compose-directory.ts";
import { removeWork } from "../composed/remove-work.ts";
import type { Run } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openRunCache } from "../remote-cache/open-run-cache.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { openLegSetting } from "./open-leg-setting.ts";
import type { ComposeInput } from "./read-compose-input.ts";
import { warningsIn } from "../engine/warnings-in.ts";
import { composeCode } from "./run/compose-code.ts";
import type { ComposeSetting, LegSetting } from "./run/compose-setting.ts";

interface Surroundings {
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
  readonly configuration: ConfigurationDirectories;
  readonly directory: ComposeDirectory;
  readonly privilege: Privilege;
  /** The events of the run so far. */
  readonly events: readonly Event[];
}

interface OpenedSetting {
  readonly setting: ComposeSetting;
  readonly legs: readonly LegSetting[];
  readonly cache: LocalCache;
}

/** Opens what the nodes of a compose share, and copies the user's own files, which may change meanwhile. */
export async function openComposeSetting(
  { isLone, release, expected, signingKeys, legs, plugins }: ComposeInput,
  { request, dependencies: given, configuration, directory, privilege, events }: Surroundings,
  { report, held }: Pick<Run, "report" | "held">,
): Promise<OpenedSetting> {
  held.defer(() => removeWork(directory, privilege));
  const emptyCache = join(directory.work, "cache");
  const { cache, remote } = await openRunCache(request, {
    ...{ dependencies: given, privilege, report, held, emptyCache },
  });
  const setting: ComposeSetting = {
    ...{
      request,
      // Builds of source packages share the remote cache, and what is known of it.
      dependencies: remote === undefined ? given : { ...given, remoteCache: remote },
      configuration,
      directory,
      isLone,
      release,
      expected,
      signingKeys,
      plugins,
      cache,
      privilege,
    },
    id: parseComposeId(directory.id),
    outputDir: request.outputDir,
    debsDirectory: join(request.cacheDir, "debs"),
    code: composeCode(privilege),
    timings: () => timingsOf(directory.id, events)?.nodes ?? [],
    warnings: () => warningsIn(events),
    hold: (lease) => held.use(lease),
  };
  const opened: LegSetting[] = [];
  for (const leg of legs) opened.push(await openLegSetting(setting, leg, report));
  return { setting, legs: opened, cache };
}
