import { type NewRun, planRun, startRun } from "../actions/runs.ts";
import { WorkflowError } from "../expressions/expression-error.ts";
import { repositoryUrl } from "../shapes/repository-shape.ts";
import { workflowShape } from "../shapes/workflow-shape.ts";
import { fullRef, resolveRef } from "../state/find.ts";
import { fullName } from "../state/repository.ts";
import { readWorkflowFile, type WorkflowFile } from "../state/workflow-file.ts";
import type { Workflow } from "../state/workflow.ts";
import { ApiError } from "./api-error.ts";
import { appOf, type Call, found, type Handler, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";
import { textIn } from "./text-in.ts";

const largestPayload = 65_535;

/** Answers what concerns workflows and their dispatch. */
export const dispatchApi = {
  "actions/list-repo-workflows": (call) => {
    const repository = repositoryOf(call);
    return paginate(call, [...repository.workflows.values()], (page, total) => ({
      total_count: total,
      workflows: page.map((workflow) => workflowShape(call.world.urls, repository, workflow)),
    }));
  },
  "actions/get-workflow": (call) => ({
    status: 200,
    body: workflowShape(call.world.urls, repositoryOf(call), workflowOf(call)),
  }),
  "actions/create-workflow-dispatch": (call) => {
    const { world, body } = call;
    const repository = repositoryOf(call);
    const workflow = workflowOf(call);
    const ref = String(body["ref"]);
    const sha = resolveRef(repository, ref);
    if (sha === undefined) throw new ApiError(422, `No ref found for: ${ref}`);
    if (workflow.state !== "active")
      throw new ApiError(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    if (world.enterpriseServer !== undefined && "return_run_details" in body)
      throw new ApiError(400, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
    const content = repository.commits.get(sha)?.tree.get(workflow.path);
    const file = content && readWorkflowFile(content.toString());
    const inputs = checkedInputs(file, body["inputs"] as Inputs | undefined);
    const branch = ref.replace(/^refs\/(heads|tags)\//, "");
    const options: NewRun = {
      ...{ workflow, event: "workflow_dispatch", branch, sha, actor: appOf(call).bot, inputs },
      title: titleOf(file, workflow, inputs),
    };
    const plan = planned(() => planRun(world, repository, options));
    world.emit({
      ...{ event: "workflow_dispatch", repository, sender: appOf(call).bot },
      payload: { inputs, ref: fullRef(repository, branch), workflow: workflow.path },
    });
    const run = startRun(world, repository, options, plan);
    world.ledger.dispatches.push({ runId: run.id, workflow: workflow.path, ref, inputs });
    if (body["return_run_details"] !== true) return { status: 204 };
    return {
      status: 200,
      body: {
        workflow_run_id: run.id,
        run_url: `${repositoryUrl(world.urls, repository)}/actions/runs/${run.id}`,
        html_url: `${world.urls.html}/${fullName(repository)}/actions/runs/${run.id}`,
      },
    };
  },
} as const satisfies Readonly<Record<string, Handler>>;

type Inputs = Readonly<Record<string, unknown>>;

/** Returns the workflow of a call, which names it by its id or its file. */
export function workflowOf(call: Call): Workflow {
  const name = call.params["workflow_id"] ?? "";
  const workflows = [...repositoryOf(call).workflows.values()];
  return found(workflows.find(({ id, path }) => String(id) === name || path === `.github/workflows/${name}`));
}

/** GitHub refuses to dispatch what it cannot make jobs of. */
function planned<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    throw new ApiError(422, `failed to parse workflow: ${error.message}`);
  }
}

/** Only inputs are put into a name: that is what callers find their run by. */
function titleOf(file: WorkflowFile | undefined, { name }: Workflow, inputs: Inputs): string {
  return (file?.runName ?? name).replaceAll(
    /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g,
    (_, input: string) => textIn(inputs, input) ?? "",
  );
}

/** The workflow file at the dispatched commit decides, not that of the default branch. */
function checkedInputs(file: WorkflowFile | undefined, given: Inputs = {}): Inputs {
  const declared = file?.inputs;
  if (declared === undefined) throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
  const unexpected = Object.keys(given).filter((name) => !(name in declared));
  if (unexpected.length > 0)
    throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const inputs: Record<string, unknown> = {};
  for (const [name, { required, default: fallback }] of Object.entries(declared)) {
    const value = given[name] ?? fallback;
    if (value === undefined && required) throw new ApiError(422, `Required input '${name}' not provided`);
    if (value !== undefined) inputs[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  if (JSON.stringify(inputs).length > largestPayload) throw new ApiError(422, "inputs are too large.");
  return inputs;
}
