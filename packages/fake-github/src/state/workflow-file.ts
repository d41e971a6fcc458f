import { load } from "js-yaml";

/** Holds what a dispatch needs of a workflow file. */
export interface WorkflowFile {
  readonly name: string | undefined;
  /** What its runs are called, with expressions in it. */
  readonly runName: string | undefined;
  /** The inputs of `workflow_dispatch`; undefined if the workflow does not have that trigger. */
  readonly inputs: Readonly<Record<string, InputOfWorkflow>> | undefined;
}

/** Is an input of `workflow_dispatch`. */
export interface InputOfWorkflow {
  readonly required: boolean;
  readonly default?: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a workflow file; undefined if it is not YAML, or not a map. */
export function readWorkflowFile(text: string): WorkflowFile | undefined {
  let document: unknown;
  try {
    document = load(text);
  } catch {
    return undefined;
  }
  if (!isMap(document)) return undefined;
  const { name, on, "run-name": runName } = document;
  return {
    name: typeof name === "string" ? name : undefined,
    runName: typeof runName === "string" ? runName : undefined,
    inputs: dispatchInputs(on),
  };
}

function dispatchInputs(on: unknown): WorkflowFile["inputs"] {
  if (on === "workflow_dispatch") return {};
  if (Array.isArray(on)) return on.includes("workflow_dispatch") ? {} : undefined;
  if (!isMap(on) || !("workflow_dispatch" in on)) return undefined;
  const trigger = on["workflow_dispatch"];
  const inputs = isMap(trigger) && isMap(trigger["inputs"]) ? trigger["inputs"] : {};
  const entries = Object.entries(inputs).map(([key, value]) => {
    const input = isMap(value) ? value : {};
    const fallback = "default" in input ? { default: input["default"] } : {};
    return [key, { required: input["required"] === true, ...fallback }] as const;
  });
  return Object.fromEntries(entries);
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
