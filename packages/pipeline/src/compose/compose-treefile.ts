import { once } from "../engine/once.ts";
import { composeDate, parseComposeId } from "@debootc/core/compose/compose-id";
import { type ComposeResult, composeResult } from "@debootc/core/compose/compose-result";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import { timingsOf, timingsRecord } from "@debootc/core/compose/timings";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Event, Reporter } from "@debootc/core/event/event";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { writeFile } from "node:fs/promises";
import { flushFileSystem } from "@debootc/tools/sync";
import { join, resolve } from "node:path";
import { eventStream } from "../engine/event-stream.ts";
import { runNodes } from "../engine/run-nodes.ts";
import { cacheLimitBytes } from "../cache/cache-limit.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import { fittingLock } from "../gather/fitting-lock.ts";
import { packageSources } from "../gather/package-sources.ts";
import { readLocalPackages, stageLocalPackages } from "../gather/local-packages.ts";
import { leaveNothing } from "../engine/leave-nothing.ts";
import type { ConfigurationDirectories } from "../chroot-configuration/load-chroot-configuration.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readSigningKeys } from "../ostree/read-signing-keys.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { followedImage } from "./run/previous-image.ts";
import { privilegeOf, removeAnyTree } from "../worker/privilege-of.ts";
import {
  type ComposeDirectory,
  pointLatest,
  setStatus,
  startComposeDirectory,
} from "../composed/compose-directory.ts";
import type { ComposeRecords } from "./run/compose-records.ts";
import type { ComposeSetting } from "./run/compose-setting.ts";
import { digestAddedFiles, stageAddedFiles } from "./run/added-files.ts";
import { digestOfCode } from "../engine/digest-of-code.ts";
import { commitNode } from "./nodes/commit-node.ts";
import { imageNode } from "./nodes/image-node.ts";
import { layersNode } from "./nodes/layers-node.ts";
import { lintNode } from "./nodes/lint-node.ts";
import { lockNode } from "./nodes/lock-node.ts";
import { metadataNode } from "./nodes/metadata-node.ts";
import { packagesNode } from "./nodes/packages-node.ts";
import { planNode } from "./nodes/plan-node.ts";
import { publishNode } from "./nodes/publish-node.ts";
import { reportNode } from "./nodes/report-node.ts";
import { sourcePackagesNode } from "./nodes/source-packages-node.ts";
import { rootNode } from "./nodes/root-node.ts";
import { previousCompose } from "../composed/previous-compose.ts";
import { refuseForeignArchitecture, refuseUnquotable } from "./refuse-request.ts";
import { resultOf, warningsIn } from "./result-of.ts";

/**
 * One treefile to a compose directory. Wrong input is refused before anything is made; what fails later leaves
 * a compose with STATUS DOOMED, its logs, and everything finished in the cache.
 */
export async function composeTreefile(
  request: ComposeRequest,
  dependencies: PipelineDependencies,
  configuration: ConfigurationDirectories,
): Promise<ComposeResult> {
  const events: Event[] = [];
  const stream = eventStream((event) => {
    events.push(event);
    dependencies.emit(event);
  }, dependencies.clock);
  const report = stream.reporter();
  const privilege = privilegeOf(dependencies.environment.user);
  const { treefile, warnings } = await readTreefile(request.treefile, request.arch, { inspect: true });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });

  const outputDir = resolve(request.outputDir);
  const release = releaseOfTreefile(treefile);
  const wanted = {
    short: release.short,
    version: release.version,
    date: composeDate(dependencies.clock()),
    type: "production" as const,
  };
  const signingKeys = await readSigningKeys(request, dependencies.clock());
  if (request.composeId !== undefined) parseComposeId(request.composeId);
  await refuseForeignArchitecture(treefile.architecture);
  refuseUnquotable(outputDir, resolve(request.cacheDir));
  const local = await readLocalPackages(treefile);
  const lock = await fittingLock(request, treefile, local);
  await digestAddedFiles(treefile.addFiles);
  const variant = variantOfTreefile(treefile.name);
  const previous = await previousCompose(outputDir, { ...treefile, variant });
  const followed = await followedImage(
    { named: request.previousImage, previous: previous?.id },
    { ...treefile, outputDir },
    report,
  );
  const directory = await startComposeDirectory(outputDir, wanted, request.composeId);
  report({ type: "run", state: "started", composeId: directory.id });
  const held = new AsyncDisposableStack();
  held.defer(() => removeAnyTree(directory.work, privilege));
  await using _cleanup = { [Symbol.asyncDispose]: () => leaveNothing(held, report) };
  try {
    const cache = await openCacheOf({
      // From scratch means a cache that nothing is in yet; it goes with the compose's work.
      directory: request.noCache ? join(directory.work, "cache") : join(resolve(request.cacheDir), "steps"),
      privilege,
      clock: dependencies.clock,
      report,
    });
    const localSource = await stageLocalPackages(local, join(directory.work, "local-packages"));
    const setting: ComposeSetting = {
      request,
      dependencies,
      treefile: {
        ...treefile,
        addFiles: await stageAddedFiles(treefile.addFiles, join(directory.work, "added")),
      },
      lock,
      previous,
      previousImage: followed,
      signingKeys,
      local,
      configuration,
      id: parseComposeId(directory.id),
      release,
      variant,
      directory,
      base: join(directory.path, "compose", variant, treefile.architecture),
      outputDir,
      sources: once(() => {
        const { proxy } = dependencies.environment;
        return packageSources(treefile, { mirror: request.mirror, proxy, local: localSource }, report);
      }),
      debsDirectory: join(resolve(request.cacheDir), "debs"),
      cache,
      code: await digestOfCode(),
      privilege,
      compression: request.imageCompression ?? treefile.container.compression,
      timings: () => timingsOf(directory.id, events)?.nodes ?? [],
      warnings: () => warningsIn(events),
      hold: (lease) => held.use(lease),
    };
    const run = await runNodes<ComposeRecords>(
      [
        ...(treefile.sourcePackages.length === 0 ? [] : [sourcePackagesNode(setting)]),
        lockNode(setting),
        planNode(setting),
        packagesNode(setting),
        rootNode(setting),
        commitNode(setting),
        layersNode(setting),
        imageNode(setting),
        lintNode(setting),
        metadataNode(setting),
        reportNode(setting),
        publishNode(setting),
      ],
      {
        events: stream,
        signal: dependencies.signal,
        clock: dependencies.clock,
        logDirectory: directory.logs,
        workDirectory: directory.work,
        atOnce: request.sequential ? 1 : request.jobs,
        removeTree: (path) => removeAnyTree(path, privilege),
        keep: (id, record) => writeFile(join(directory.work, "records", `${id}.json`), canonicalJson(record)),
      },
    );
    const timings = timingsOf(directory.id, events);
    const result = resultOf(setting, run, timings?.nodes ?? [], events);
    await writeFile(
      join(directory.metadata, "compose.json"),
      composeResult.serialize(portableCompose(result)),
    );
    if (timings) await writeFile(join(directory.metadata, "timings.json"), timingsRecord.serialize(timings));
    await flushFileSystem(directory.path);
    await setStatus(directory, run.failed.length === 0 ? "FINISHED" : "FINISHED_INCOMPLETE");
    await pointLatest(outputDir, directory.path);
    // Where nothing was made the cache has not grown, and looking through all of it takes the better part of a second.
    if (run.made.length > 0) {
      held.defer(() => cache.prune({ maxBytes: cacheLimitBytes, now: dependencies.clock() }).then(() => {}));
    }
    report({ type: "run", state: "finished", composeId: directory.id });
    return result;
  } catch (error) {
    const isCancelled = error instanceof DebootcError && error.code === "cancelled";
    await noteFailure(directory, isCancelled ? "TERMINATED" : "DOOMED", error, report);
    report({
      type: "run",
      state: isCancelled ? "cancelled" : "failed",
      composeId: directory.id,
      error: toErrorRecord(error),
    });
    throw error;
  }
}

/** What went wrong must not be hidden by that it cannot be written down, on a full disk for one. */
async function noteFailure(
  directory: ComposeDirectory,
  status: "TERMINATED" | "DOOMED",
  error: unknown,
  report: Reporter,
): Promise<void> {
  try {
    await setStatus(directory, status);
    await writeFile(join(directory.logs, "error.json"), canonicalJson(toErrorRecord(error)));
  } catch (second) {
    const message = `the failure could not be noted in ${directory.path}: ${(second as Error).message}`;
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "status-unwritten",
        message,
        hint: "debootc doctor --fix marks it.",
      },
    });
  }
}
