import { chosenLegs, type LegChoice } from "@debootc/core/compose/chosen-legs";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import { type HubFile, hubFilePath } from "@debootc/core/hub-file/hub-file";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { leadsToRelease, runPlanOf, type TaskOfRun } from "@debootc/core/hub-file/run-plan-of";
import type { ComposeType } from "@debootc/core/compose/compose-id";
import type { Release } from "@debootc/core/compose/release";
import type { Database } from "../database/database.ts";
import type { Failure, RunRow } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { type RepositoryAt, repositoryAt } from "../github/repository-at.ts";
import { headOf, readFileAt } from "../github/repository-calls.ts";
import { legsOfRepository } from "./legs-of-repository.ts";
import { root } from "./load-with-fetch.ts";
import { type Asking, verdictOn } from "./trigger-cause-of.ts";

/**
 * Says what reading a repository for a run has come to. `hubFile` is absent if there is none, or if it has errors; `isNewest`
 * is set if the default branch is at this very commit.
 */
export type Planned = { readonly hubFile?: HubFile; readonly isNewest?: boolean } & (
  | {
      readonly kind: "planned";
      readonly release: Release;
      readonly type: ComposeType;
      readonly tasks: readonly TaskOfRun[];
    }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly failure: Failure }
);

/** Reads from GitHub what a run is to do. Throws `GitHubError`; errors in files are a result. */
export async function planOne(
  { queries }: Pick<Database, "queries">,
  call: CallGitHub,
  run: RunRow,
): Promise<Planned> {
  const repository = await repositoryAt(queries, run.repository_id);
  const planned = await planFor({ queries, call, repository }, run);
  return (await isNewest(call, repository, run)) ? { ...planned, isNewest: true } : planned;
}

/** Only then its file says what is due: the event of an earlier push may come late. */
async function isNewest(call: CallGitHub, repository: RepositoryAt, run: RunRow): Promise<boolean> {
  const { defaultBranch } = repository;
  const isPush = run.cause === "push" || run.cause === "archive";
  if (!isPush || run.ref !== `refs/heads/${defaultBranch}`) return false;
  return (await headOf(call, repository, defaultBranch)) === run.sha;
}

async function planFor({ queries, call, repository }: Asking, run: RunRow): Promise<Planned> {
  const bytes = await readFileAt(call, repository, hubFilePath, run.config_sha);
  if (bytes === undefined) {
    return {
      kind: "skipped",
      reason: `the repository has no ${hubFilePath} at ${run.config_sha.slice(0, 12)}`,
    };
  }
  try {
    const hubFile = loadHubFile(bytes);
    const verdict = await verdictOn({ queries, call, repository }, run, hubFile);
    if (verdict.kind === "skip") return { kind: "skipped", reason: verdict.why, hubFile };
    // What is a part of a compose is not for everybody.
    const isRelease = run.choice === null && leadsToRelease(hubFile, run.cause, run.ref);
    const fetch = (path: string) => readFileAt(call, repository, path, run.sha);
    const { release, legs } = await legsOfRepository(hubFile, fetch);
    const chosen = chosenLegs(legs, run.choice ?? {});
    const tasks = runPlanOf(packagesFor(hubFile, run.choice), chosen, { isRelease });
    return { kind: "planned", release, type: typeOf(run, isRelease), tasks, hubFile };
  } catch (error) {
    if (!(error instanceof DebootcError) || !errorsOfFiles.includes(error.code)) throw error;
    return { kind: "failed", failure: failureOf(error) };
  }
}

/** `usage` is a choice of legs that chooses none of them. */
const errorsOfFiles: readonly string[] = [
  "hub-file-invalid",
  "compose-file-invalid",
  "treefile-invalid",
  "run-too-large",
  "usage",
];

/** Leaves out packages for architectures that are not wanted. */
function packagesFor(hubFile: HubFile, choice: LegChoice | null): HubFile {
  const wanted = choice?.arches;
  if (wanted === undefined) return hubFile;
  const packages = hubFile.packages.map((one) =>
    one.arches === undefined ? one : { ...one, arches: one.arches.filter((arch) => wanted.includes(arch)) },
  );
  return { ...hubFile, packages };
}

/** Pungi's types: only what is released is production. */
function typeOf({ cause }: RunRow, isRelease: boolean): ComposeType {
  if (isRelease) return "production";
  if (cause === "schedule") return "nightly";
  return cause === "pull_request" || cause === "comment" ? "ci" : "development";
}

/** A run keeps so many errors: GitHub shows no more of them. */
const mostDiagnostics = 200;

/** Turns an error into a failure whose paths are those of the repository. */
export function failureOf(error: unknown): Failure {
  const { code, class: kind, message, hint, diagnostics } = toErrorRecord(error);
  const inRepository = (text: string) => text.replaceAll(`${root}/`, "");
  return {
    code,
    class: kind,
    message: inRepository(message),
    ...(hint === undefined ? {} : { hint: inRepository(hint) }),
    ...(diagnostics.length === 0
      ? {}
      : {
          diagnostics: diagnostics.slice(0, mostDiagnostics).map((one) => ({
            ...one,
            message: inRepository(one.message),
            ...(one.file === undefined ? {} : { file: inRepository(one.file) }),
            ...(one.hint === undefined ? {} : { hint: inRepository(one.hint) }),
            ...(one.includedFrom === undefined ? {} : { includedFrom: one.includedFrom.map(inRepository) }),
          })),
        }),
  };
}
