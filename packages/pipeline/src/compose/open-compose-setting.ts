import { parseComposeId } from "@debootc/core/compose/compose-id";
import { timingsOf } from "@debootc/core/compose/timings";
import type { Event } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { join } from "node:path";
import type { LocalCache } from "../cache/local-cache.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { ComposeDirectory } from "../composed/compose-directory.ts";
import { once } from "../engine/once.ts";
import type { Run } from "../engine/with-run.ts";
import { stageLocalPackages } from "../gather/local-packages.ts";
import { packageSources } from "../gather/package-sources.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf, removeAnyTree } from "../worker/privilege-of.ts";
import type { ComposeInput } from "./read-compose-input.ts";
import { warningsIn } from "./result-of.ts";
import { stageAddedFiles } from "./run/added-files.ts";
import { codeDigests } from "./run/code-digests.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";

interface Surroundings {
  readonly request: ComposeRequest;
  readonly dependencies: PipelineDependencies;
  readonly configuration: ConfigurationDirectories;
  readonly directory: ComposeDirectory;
  /** The events of the run so far. */
  readonly events: readonly Event[];
}

/** Opens what the nodes of a compose share, and copies the user's own files, which may change meanwhile. */
export async function openComposeSetting(
  { wanted: _wanted, ...input }: ComposeInput,
  { request, dependencies, configuration, directory, events }: Surroundings,
  { report, held }: Pick<Run, "report" | "held">,
): Promise<{ readonly setting: ComposeSetting; readonly cache: LocalCache }> {
  const { treefile, variant, local } = input;
  const privilege = privilegeOf(dependencies.environment.user);
  held.defer(() => removeAnyTree(directory.work, privilege));
  const cache = await openCacheOf({
    // From scratch means a cache that has nothing in it yet; it goes with the compose's work.
    directory: request.noCache ? join(directory.work, "cache") : join(request.cacheDir, "steps"),
    privilege,
    clock: dependencies.clock,
    report,
  });
  const mirrors = {
    mirror: request.mirror,
    proxy: dependencies.environment.proxy,
    local: await stageLocalPackages(local, join(directory.work, "local-packages")),
  };
  const addFiles = await stageAddedFiles(treefile.addFiles, join(directory.work, "added"));
  const setting: ComposeSetting = {
    ...input,
    treefile: { ...treefile, addFiles },
    request,
    dependencies,
    configuration,
    id: parseComposeId(directory.id),
    directory,
    base: join(directory.path, "compose", variant, treefile.architecture),
    outputDir: request.outputDir,
    sources: once(() => packageSources(treefile, mirrors, report)),
    debsDirectory: join(request.cacheDir, "debs"),
    cache,
    code: codeDigests(),
    privilege,
    compression: request.imageCompression ?? treefile.container.compression,
    timings: () => timingsOf(directory.id, events)?.nodes ?? [],
    warnings: () => warningsIn(events),
    hold: (lease) => held.use(lease),
  };
  return { setting, cache };
}
