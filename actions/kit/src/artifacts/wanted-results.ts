import { DebootcError } from "@debootc/core/error/debootc-error";
import { artifactName } from "@debootc/core/task/artifact-name";
import { taskKinds } from "@debootc/core/task/task-kind";
import * as z from "zod";

/** Says which result of an earlier task is wanted, and where it is. */
export interface WantedResult {
  /** The name of the task. */
  readonly name: string;
  readonly githubRunId: number;
  readonly artifact: string;
}

interface Given {
  /** Where the results of earlier tasks are, as the hub says it: JSON. */
  readonly finished?: string | undefined;
  /** The names of those that are wanted, as JSON; all of the kind if absent. */
  readonly needs?: string | undefined;
}

const finishedTasks = z.array(
  z.looseObject({
    kind: z.enum(taskKinds).optional(),
    name: z.string().min(1).max(1000),
    githubRunId: z.int().positive(),
  }),
);
const names = z.array(z.string());

/**
 * Returns the results of one kind that a task wants, each once, in the order of their names. Throws `usage` for inputs of
 * another form, and `results-unfit` for those that are missing or there twice.
 */
export function wantedResults({ finished, needs }: Given, kind: "package" | "leg"): readonly WantedResult[] {
  if (finished === undefined) {
    if (needs === undefined) return [];
    throw new DebootcError("usage", "the input needs has no effect without the input finished", {
      hint: "Write finished: ${{ inputs.finished }} below with:",
    });
  }
  const there = parsed("finished", finished, finishedTasks).filter((one) => (one.kind ?? kind) === kind);
  const wanted = new Set(needs === undefined ? there.map(({ name }) => name) : parsed("needs", needs, names));
  const results = [...wanted].map((name) => ({ name, found: there.filter((one) => one.name === name) }));
  const missing = results.filter(({ found }) => found.length === 0).map(({ name }) => name);
  const doubled = results.filter(({ found }) => found.length > 1).map(({ name }) => name);
  if (missing.length + doubled.length > 0) throw unfit(kind, missing, doubled);
  return results
    .flatMap(({ name, found }) =>
      found.map(({ githubRunId }) => ({ name, githubRunId, artifact: artifactName(kind, name) })),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function parsed<T>(input: string, text: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(jsonOf(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new DebootcError(
    "usage",
    `the input ${input} is not what the hub says: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    {
      hint:
        input === "needs"
          ? "Write needs: ${{ toJSON(matrix.needs) }} below with:"
          : "Write finished: ${{ inputs.finished }} below with:",
    },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unfit(kind: string, missing: readonly string[], doubled: readonly string[]): DebootcError {
  const said = [
    ...(missing.length === 0 ? [] : [`no finished task of the kind ${kind} is called ${missing.join(", ")}`]),
    ...(doubled.length === 0 ? [] : [`several finished tasks are called ${doubled.join(", ")}`]),
  ];
  return new DebootcError("results-unfit", said.join("; "), {
    hint: "The inputs finished and needs come from the same dispatch of the hub: hand both on as they are.",
  });
}
