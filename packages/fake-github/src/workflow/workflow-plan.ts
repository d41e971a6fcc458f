import { load } from "js-yaml";
import { asksForStatus, evaluate, interpolate, type Scope } from "../expressions/evaluate.ts";
import { WorkflowError } from "../expressions/expression-error.ts";
import { isTrue, textOf } from "../expressions/values.ts";
import type { JobPlan, NeedsOfJob } from "../state/workflow.ts";
import type { PlanJobs } from "../state/world.ts";
import { type Combination, expandMatrix } from "./expand-matrix.ts";
import { permissionsOf } from "./permissions-of.ts";

type Json = Readonly<Record<string, unknown>>;
type PlannedRun = Parameters<PlanJobs>[0];

/**
 * Plans the jobs that the workflow file of the run's commit has: each combination of a matrix is a job, with its name,
 * labels and permissions. Throws `WorkflowError` for what is wrong, or is not known here.
 */
export const workflowPlan: PlanJobs = (run) => {
  const workflow = documentOf(run);
  const jobs = mapIn(workflow, "jobs", "the workflow has no jobs");
  const contexts = { github: githubOf(run), inputs: run.inputs, vars: {}, env: {} };
  const names = new Map<string, string[]>();
  const plans = Object.entries(jobs).map(([key, job]) => {
    const made = within(key, () => plansOf(key, job, workflow, contexts));
    names.set(
      key,
      made.map(({ name }) => name),
    );
    return { key, job, made };
  });
  return plans.flatMap(({ key, job, made }) => {
    const needs = within(key, () => needsOf(job as Json, names));
    return made.map((plan): JobPlan => (needs.length === 0 ? plan : { ...plan, needs }));
  });
};

function documentOf({ file, workflow }: PlannedRun): Json {
  if (file === undefined) throw new WorkflowError(`there is no ${workflow} at this commit`);
  let document: unknown;
  try {
    document = load(file);
  } catch (error) {
    throw new WorkflowError(`cannot read ${workflow}: ${error instanceof Error ? error.message : ""}`);
  }
  if (!isMap(document)) throw new WorkflowError(`${workflow} is not a map`);
  return document;
}

function githubOf({ repository, ref, sha, event, actor, inputs, workflow, fullRef }: PlannedRun): Json {
  const [owner = ""] = repository.split("/");
  return {
    ...{ repository, repository_owner: owner, sha, actor, workflow, event_name: event },
    ...{ ref: fullRef, ref_name: ref, ref_type: fullRef.startsWith("refs/tags/") ? "tag" : "branch" },
    event: { inputs },
  };
}

function plansOf(key: string, job: unknown, workflow: Json, contexts: Json): JobPlan[] {
  if (!isMap(job)) throw new WorkflowError("it is not a map");
  if ("uses" in job)
    throw new WorkflowError("it calls another workflow, which is not known here; allowed: steps");
  const { strategy } = job;
  const matrix = isMap(strategy) ? strategy["matrix"] : undefined;
  const combinations = matrix === undefined ? [undefined] : expandMatrix(interpolate(matrix, { contexts }));
  const condition = conditionOf(job["if"], contexts);
  return combinations.map((combination): JobPlan => {
    const scope = { contexts: { ...contexts, matrix: combination ?? {}, strategy: {} } };
    return {
      ...{ key, name: nameOf(key, job["name"], combination, scope), labels: labelsOf(job, scope) },
      ...(combination === undefined ? {} : { matrix: combination }),
      ...(condition === undefined ? {} : { condition }),
      permissions: permissionsOf(
        job["permissions"] === undefined ? workflow["permissions"] : job["permissions"],
      ),
    };
  });
}

/** GitHub adds the values of the matrix to a name that does not use them. */
function nameOf(key: string, name: unknown, combination: Combination | undefined, scope: Scope): string {
  const base = name === undefined ? key : textOf(interpolate(name, scope));
  if (combination === undefined || (typeof name === "string" && /\bmatrix\b/i.test(name))) return base;
  const values = Object.values(combination).filter((value) => typeof value !== "object");
  return `${base} (${values.map(textOf).join(", ")})`;
}

function labelsOf(job: Json, scope: Scope): string[] {
  const wanted = interpolate(job["runs-on"], scope);
  const labels = isMap(wanted) ? wanted["labels"] : wanted;
  const list = (Array.isArray(labels) ? labels : [labels]).map(textOf);
  if (list.length === 0 || list.includes("")) throw new WorkflowError("runs-on names no label");
  return list;
}

function conditionOf(condition: unknown, contexts: Json): JobPlan["condition"] {
  if (condition === undefined) return undefined;
  const text = textOf(condition).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  const judge = (needs: NeedsOfJob) => {
    const results = Object.values(needs).map(({ result }) => result);
    const isSuccess = results.every((result) => result === "success");
    const status = {
      ...{ isSuccess, isFailure: results.includes("failure"), isCancelled: results.includes("cancelled") },
    };
    if (!asksForStatus(text) && !isSuccess) return false;
    return isTrue(evaluate(text, { contexts: { ...contexts, needs }, status }));
  };
  // What is wrong is told at the dispatch, not when the jobs before are done.
  judge({});
  return judge;
}

function needsOf(job: Json, names: ReadonlyMap<string, readonly string[]>): string[] {
  const { needs = [] } = job;
  return (Array.isArray(needs) ? needs : [needs]).flatMap((need: unknown) => {
    const found = names.get(textOf(need));
    if (found === undefined) throw new WorkflowError(`it needs ${textOf(need)}, which is not a job`);
    return found;
  });
}

function within<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    throw new WorkflowError(`the job ${key}: ${error.message}`, { cause: error });
  }
}

function mapIn(map: Json, key: string, otherwise: string): Json {
  const value = map[key];
  if (!isMap(value) || Object.keys(value).length === 0) throw new WorkflowError(otherwise);
  return value;
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
