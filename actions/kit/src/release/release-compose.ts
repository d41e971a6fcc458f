import { checksumsFile } from "@debootc/core/compose/checksums";
import type { ComposeRecord } from "@debootc/core/compose/compose-record";
import { legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { assetsOfFile, largestAsset } from "@debootc/core/release/release-file";
import { releaseNotes } from "@debootc/core/release/release-notes";
import { type NamedPlace, placeIn } from "@debootc/core/request/fields/named-place";
import { code } from "@debootc/core/text/markdown";
import { findInCompose } from "@debootc/pipeline/composed/find-compose";
import { composeArchive } from "@debootc/tools/release/compose-archive";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { stageRelease } from "@debootc/tools/release/stage-release";
import { watchRoom } from "@debootc/tools/release/watch-room";
import { mkdtempDisposable } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { downloadComposes } from "../artifacts/download-composes.ts";
import type { ActionContext, ActionResult } from "../run/run-action.ts";
import { githubApi } from "./github-api.ts";
import { type Job, jobOf } from "./job-of.ts";
import { previousPackages } from "./previous-packages.ts";
import { publishRelease } from "./publish-release.ts";
import { releaseCalls } from "./release-calls.ts";

interface ReleaseWish {
  readonly artifact?: string | undefined;
  readonly tag?: string | undefined;
  readonly commit?: string | undefined;
  readonly prerelease: boolean;
  readonly latest: boolean;
}

interface ComposeWish {
  readonly compose?: NamedPlace | undefined;
  readonly outputDir: string;
}

/**
 * Makes one release of a compose, unless somebody started this run whom nobody needs to trust. Throws what is wrong with the
 * compose, and what `publishRelease` throws.
 */
export async function releaseCompose(
  { compose, outputDir }: ComposeWish,
  wish: ReleaseWish,
  context: ActionContext,
): Promise<ActionResult> {
  const { dependencies, temporary, isUntrusted, log, environment } = context;
  if (isUntrusted) {
    log.annotate(
      "warning",
      "nothing is released: somebody who cannot write to the repository may have started this run",
      { title: "debootc: not released" },
    );
    return { outputs: { released: "false", tag: "", url: "", digest: "" } };
  }
  const job = jobOf(environment);
  const { signal } = dependencies;
  const pause = async (milliseconds: number) => sleep(milliseconds, undefined, { signal });
  await using work = await mkdtempDisposable(join(temporary, "debootc-release-"));
  using agents = await openHttpAgents(dependencies.environment.proxy);
  const named = await composeOf(compose, wish.artifact, { target: join(work.path, "artifact"), signal });
  const { directory, compose: record } = await findInCompose(named, outputDir, (_, leg) =>
    leg === "" ? true : undefined,
  );
  const calls = releaseCalls(
    githubApi({ ...job, agents, signal, sleep: pause, clock: dependencies.clock }),
    job.repository,
  );
  return await made(directory, record, { ...wish, job, calls, pause, stage: join(work.path, "release") });
}

/** What is left of the disk for the runner, which stops working without any. */
const roomOfRunner = {
  ...{ bytes: 256 * 1024 ** 2, owner: "the runner itself needs" },
  hint: "A release needs as much room as the images and repositories of its compose. debootc/compose/actions/setup makes some: free-disk: 40.",
};

interface Making extends ReleaseWish {
  readonly job: Job;
  readonly calls: ReturnType<typeof releaseCalls>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly stage: string;
}

async function made(
  directory: string,
  { composeId, legs }: ComposeRecord,
  { job, tag = composeId, commit: sha = job.sha, prerelease, latest, calls, pause, stage }: Making,
): Promise<ActionResult> {
  const { record, files, packages } = await stageRelease({
    ...{ archive: composeArchive(directory, composeId), composeId, directory: stage },
    ...{ partBytes: largestAsset, takeRoom: watchRoom(stage, roomOfRunner) },
    // A later run of the job has to make the same bytes.
    mtime: Math.floor(Math.max(...legs.map(({ timestamp }) => Date.parse(timestamp))) / 1000),
  });
  const digest = files.find(({ name }) => name === checksumsFile)?.digest;
  if (digest === undefined) throw new DebootcError("internal-fault", "a release has no list of checksums");
  const marker = { run: job.run, composeId, digest };
  const notes = releaseNotes({
    ...{ ...marker, repository: job.repository, tag, sha, files, packages },
    legs: record.legs.map((leg) => ({
      ...{ name: legText(leg), treeVersion: leg.treeVersion, checksum: leg.commit.checksum },
      ...{ manifestDigest: leg.image.manifestDigest, tag: leg.image.tag },
    })),
    missing: record.failed ?? [],
    previous: await previousPackages(calls, tag),
  });
  const { html_url: url } = await publishRelease(
    calls,
    {
      ...{ tag, sha, marker, notes, prerelease, latest, directory: stage },
      assets: files.flatMap(assetsOfFile),
    },
    pause,
  );
  return {
    outputs: { released: "true", tag, url, digest },
    summary: `### Released\n\n[${code(tag)}](${url}) with ${files.length} files, of the compose ${code(composeId)}\n\n`,
  };
}

/** The compose is named, or in an artifact of this run. */
async function composeOf(
  compose: NamedPlace | undefined,
  artifact: string | undefined,
  download: { readonly target: string; readonly signal: AbortSignal },
): Promise<NamedPlace> {
  if (compose !== undefined && artifact === undefined) return compose;
  if (compose !== undefined || artifact === undefined)
    throw new DebootcError(
      "usage",
      compose === undefined ? "there is nothing to release" : "compose and artifact name one compose each",
      {
        hint: "Write either compose: with its directory, or artifact: with the name that an earlier job gave.",
      },
    );
  const [directory = ""] = await downloadComposes(artifact, download);
  return placeIn(dirname(directory), basename(directory));
}
