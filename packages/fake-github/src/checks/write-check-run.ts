import { stamp } from "../clock/clock.ts";
import { checkRunPayload } from "../shapes/check-shape.ts";
import type { Account } from "../state/account.ts";
import type { App } from "../state/app.ts";
import type { Annotation } from "../state/annotation.ts";
import type { CheckAction, CheckRun } from "../state/check.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { suiteOf } from "./request-check-suites.ts";

/** Holds what a caller writes of a check run, in the words of the API. */
export interface CheckRunFields {
  readonly name?: string;
  readonly head_sha?: string;
  readonly status?: string;
  readonly conclusion?: CheckRun["conclusion"];
  readonly details_url?: string;
  readonly external_id?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
}

/** Makes a check run on a commit. */
export function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  fields: CheckRunFields & { readonly name: string; readonly head_sha: string },
): CheckRun {
  const suite = suiteOf(world, repository, app.id, fields.head_sha, branchAt(repository, fields.head_sha));
  const check: CheckRun = {
    ...{ id: world.newId(), appId: app.id, suiteId: suite.id, name: fields.name, headSha: fields.head_sha },
    ...{ status: "queued", conclusion: null, detailsUrl: null, externalId: "" },
    ...{ startedAt: stamp(world.clock.now()), completedAt: null, title: null, summary: null, text: null },
    ...{ annotations: [], actions: [], writes: 0 },
  };
  repository.checkRuns.set(check.id, check);
  apply(world, check, fields);
  noteInLedger(world, check, "created");
  emitCheckRun(world, repository, check, app, "created", app.bot);
  if (check.status === "completed") emitCheckRun(world, repository, check, app, "completed", app.bot);
  return check;
}

/** Changes a check run; annotations are added to those that it has. */
export function updateCheckRun(
  world: World,
  repository: Repository,
  app: App,
  check: CheckRun,
  fields: CheckRunFields,
): void {
  const wasCompleted = check.status === "completed";
  apply(world, check, fields);
  noteInLedger(world, check, "updated");
  if (!wasCompleted && check.status === "completed")
    emitCheckRun(world, repository, check, app, "completed", app.bot);
}

/** Sends an event of a check run to its App; a button that was pressed names itself. */
export function emitCheckRun(
  world: World,
  repository: Repository,
  check: CheckRun,
  app: App,
  action: "created" | "completed" | "rerequested" | "requested_action",
  sender: Account,
  button?: string,
): void {
  world.emit({
    ...{ event: "check_run", action, repository, sender },
    ...(action === "rerequested" || action === "requested_action" ? { onlyApp: app.id } : {}),
    payload: {
      check_run: checkRunPayload(world.urls, repository, check, app),
      ...(button === undefined ? {} : { requested_action: { identifier: button } }),
    },
  });
}

function apply(world: World, check: CheckRun, fields: CheckRunFields): void {
  const now = stamp(world.clock.now());
  check.writes += 1;
  check.name = fields.name ?? check.name;
  check.detailsUrl = fields.details_url ?? check.detailsUrl;
  check.externalId = fields.external_id ?? check.externalId;
  check.startedAt = fields.started_at ?? check.startedAt;
  check.status = fields.status ?? check.status;
  if (fields.conclusion !== undefined) {
    // A conclusion completes it, whatever else the request says.
    check.conclusion = fields.conclusion;
    check.status = "completed";
    check.completedAt = fields.completed_at ?? now;
  } else if (check.status !== "completed") {
    check.conclusion = null;
    check.completedAt = null;
  }
  const { output, actions } = fields;
  check.title = output?.title ?? check.title;
  check.summary = output?.summary ?? check.summary;
  check.text = output?.text ?? check.text;
  check.annotations.push(...(output?.annotations ?? []));
  check.actions = actions ?? check.actions;
}

function noteInLedger(world: World, check: CheckRun, kind: "created" | "updated"): void {
  const { id, name, status, conclusion } = check;
  world.ledger.checkRuns.push({ id, name, kind, status, conclusion });
}

function branchAt(repository: Repository, sha: string): string | null {
  for (const [branch, tip] of repository.branches) if (tip === sha) return branch;
  return null;
}
