import { createCheckRun, updateCheckRun, type CheckRunFields } from "../checks/write-check-run.ts";
import { checkRunShape } from "../shapes/check-shape.ts";
import { repositoryUrl } from "../shapes/repository-shape.ts";
import { annotationsIn } from "../actions/annotations-in.ts";
import type { Annotation } from "../state/annotation.ts";
import type { CheckRun } from "../state/check.ts";
import { findApp, resolveRef } from "../state/find.ts";
import { ApiError, invalidField } from "./api-error.ts";
import { appOf, type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";

const longestText = 65_535;
const mostAnnotations = 50;
const mostActions = 3;

/** Answers what concerns check runs. */
export const checksApi = {
  "checks/create": (call) => {
    const repository = repositoryOf(call);
    const fields = checkedFields(call.body);
    const { name, head_sha: sha } = fields;
    if (name === undefined || sha === undefined) throw invalidField("CheckRun", "head_sha", "missing_field");
    const full = /^[0-9a-f]{40}$/.test(sha) ? resolveRef(repository, sha) : undefined;
    if (full === undefined) throw new ApiError(422, `No commit found for SHA: ${sha}`);
    const check = createCheckRun(call.world, repository, appOf(call), { ...fields, name, head_sha: full });
    return { status: 201, body: shape(call, check) };
  },
  "checks/get": (call) => ({ status: 200, body: shape(call, checkOf(call)) }),
  "checks/update": (call) => {
    const check = checkOf(call);
    if (check.appId !== appOf(call).id)
      throw new ApiError(
        403,
        "Invalid app_id. Check run can only be modified by the GitHub App that created it.",
      );
    updateCheckRun(call.world, repositoryOf(call), appOf(call), check, checkedFields(call.body));
    return { status: 200, body: shape(call, check) };
  },
  "checks/list-for-ref": (call) => {
    const repository = repositoryOf(call);
    const { check_name: name, status, app_id: app, filter = "latest" } = call.query;
    const ref = call.params["ref"] ?? "";
    const sha = resolveRef(repository, ref);
    if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
    const checks = [...repository.checkRuns.values()].filter(
      (check) =>
        check.headSha === sha &&
        (name === undefined || check.name === name) &&
        (status === undefined || check.status === status) &&
        (app === undefined || check.appId === Number(app)),
    );
    const latest = new Map(checks.map((check) => [`${check.appId} ${check.name}`, check]));
    const shown = filter === "all" ? checks : [...latest.values()];
    return paginate(call, shown.reverse(), (page, total) => ({
      total_count: total,
      check_runs: page.map((check) => shape(call, check)),
    }));
  },
  "checks/list-annotations": (call) => {
    const url = `${repositoryUrl(call.world.urls, repositoryOf(call))}/git/blobs`;
    return paginate(call, annotationsOf(call), (page) =>
      page.map((annotation) => ({
        path: annotation.path,
        start_line: annotation.start_line,
        end_line: annotation.end_line,
        start_column: annotation.start_column ?? null,
        end_column: annotation.end_column ?? null,
        annotation_level: annotation.annotation_level,
        title: annotation.title ?? null,
        message: annotation.message,
        raw_details: annotation.raw_details ?? null,
        blob_href: url,
      })),
    );
  },
} as const satisfies Readonly<Record<string, Handler>>;

/** A job of Actions is a check run, too, as far as its annotations go. */
function annotationsOf(call: Call): readonly Annotation[] {
  const { checkRuns, jobs } = repositoryOf(call);
  const id = idOf(call, "check_run_id");
  const check = checkRuns.get(id);
  if (check !== undefined) return check.annotations;
  const { annotations, log } = found(jobs.get(id));
  return annotations ?? annotationsIn(log);
}

function checkOf(call: Call): CheckRun {
  return found(repositoryOf(call).checkRuns.get(idOf(call, "check_run_id")));
}

function shape({ world, namedRepository }: Call, check: CheckRun) {
  return checkRunShape(world.urls, found(namedRepository), check, found(findApp(world, check.appId)));
}

/** Checks what the description does not say: bounds of texts and lists, and which status goes with which conclusion. */
function checkedFields(body: Call["body"]): CheckRunFields {
  const fields = body as CheckRunFields;
  const { output, actions = [], status, conclusion } = fields;
  for (const field of ["summary", "text"] as const)
    if ((output?.[field]?.length ?? 0) > longestText)
      throw invalidField("CheckRun", field, "invalid", `Only ${longestText} characters are allowed`);
  if (output !== undefined && (output.title === undefined || output.summary === undefined))
    throw invalidField("CheckRun", "output", "missing_field", "title and summary are required");
  if ((output?.annotations?.length ?? 0) > mostAnnotations)
    throw invalidField("CheckRun", "annotations", "invalid", `No more than ${mostAnnotations} annotations`);
  if (actions.length > mostActions)
    throw invalidField("CheckRun", "actions", "invalid", `No more than ${mostActions} actions`);
  if (status === "completed" && (conclusion === undefined || conclusion === null))
    throw invalidField("CheckRun", "conclusion", "missing_field", "a completed check run needs a conclusion");
  return fields;
}
