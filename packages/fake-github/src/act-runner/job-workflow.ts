import { load } from "js-yaml";
import type { JobMessage } from "../state/job-message.ts";

type Json = Readonly<Record<string, unknown>>;

/** Is how many minutes a job may take that says nothing of it. */
const longestJob = 360;

/** Is the label that act runs on this machine, whatever a job asked for: GitHub has chosen already. */
export const labelOfAct = "ubuntu-latest";

/**
 * Returns a workflow with one job, as act runs it: its combination of the matrix is written out, what it needs are jobs that
 * end at once with the outputs that are known, and its own outputs are written to a file. JSON is YAML as well.
 */
export function jobWorkflow(
  text: string,
  { job, matrix, needs, workflow }: JobMessage,
  outputs: string,
): string {
  const document = load(text) as Json;
  const original = jobOf(document, job.key, workflow.path);
  const { name: _, if: __, needs: ___, strategy: ____, outputs: wanted = {}, ...rest } = original;
  const steps = [...((rest["steps"] ?? []) as unknown[]), ...outputSteps(wanted as Json, outputs)];
  const needed = Object.keys(needs);
  const jobs = {
    ...Object.fromEntries(Object.entries(needs).map(([key, need]) => [key, standIn(need)])),
    [job.key]: {
      ...rest,
      ...{ name: plain(job.name), "runs-on": labelOfAct, steps },
      ...(matrix === undefined ? {} : { strategy: { matrix: { include: [plain(matrix)] } } }),
      ...(needed.length === 0 ? {} : { needs: needed, if: "always()" }),
    },
  };
  return JSON.stringify({ ...document, jobs }, undefined, 2);
}

/** Returns how many minutes a job may take, which act does not look at. */
export function minutesOf(text: string, { job, workflow }: JobMessage): number {
  const minutes = jobOf(load(text) as Json, job.key, workflow.path)["timeout-minutes"];
  return typeof minutes === "number" ? minutes : longestJob;
}

function jobOf(document: Json, key: string, path: string): Json {
  const job = ((document["jobs"] ?? {}) as Readonly<Record<string, Json>>)[key];
  if (job === undefined) throw new Error(`cannot run the job: ${path} has no job ${key} at this commit`);
  return job;
}

function standIn({ result, outputs }: JobMessage["needs"][string]): Json {
  const step = { run: result === "success" ? "true" : "exit 1" };
  return { "runs-on": labelOfAct, outputs: plain(outputs), steps: [step] };
}

/** Each output is a variable, which is text whatever is in it. */
function outputSteps(wanted: Json, file: string): Json[] {
  const names = Object.keys(wanted);
  if (names.length === 0) return [];
  const env = Object.fromEntries(names.map((name, index) => [`ACT_OUTPUT_${index}_${name}`, wanted[name]]));
  const run = `env -0 | grep -z '^ACT_OUTPUT_' >'${file}'`;
  return [{ name: "Note the outputs of the job", if: "always()", shell: "bash", env, run }];
}

/** Returns the outputs that such a file has. */
export function readOutputs(content: string): Record<string, string> {
  const pairs = content.split("\0").flatMap((line) => {
    const [, name, value] = /^ACT_OUTPUT_\d+_([^=]+)=(.*)$/s.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** What came from an input is text: an expression in it is not one of the workflow. */
function plain(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${{", "${{ '${{' }}");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
