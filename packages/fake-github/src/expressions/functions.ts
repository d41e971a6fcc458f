import { WorkflowError } from "./expression-error.ts";
import { textOf } from "./values.ts";

/** Says how the jobs ended that a job needs. */
export interface Status {
  readonly isSuccess: boolean;
  readonly isFailure: boolean;
  readonly isCancelled: boolean;
}

type Function = (values: readonly unknown[], status: Status | undefined) => unknown;

const lower = (value: unknown) => textOf(value).toLowerCase();

/** Holds the functions of expressions, by their names in small letters. `hashFiles` is one of steps. */
export const functions: Readonly<Record<string, Function>> = {
  fromjson: ([text]) => {
    try {
      return JSON.parse(textOf(text)) as unknown;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new WorkflowError(`fromJSON cannot read ${JSON.stringify(textOf(text))}: ${reason}`);
    }
  },
  tojson: ([value]) => JSON.stringify(value ?? null, undefined, 2),
  contains: ([all, one]) =>
    Array.isArray(all)
      ? all.some((other: unknown) => lower(other) === lower(one))
      : lower(all).includes(lower(one)),
  startswith: ([text, part]) => lower(text).startsWith(lower(part)),
  endswith: ([text, part]) => lower(text).endsWith(lower(part)),
  join: ([all, between = ","]) => (Array.isArray(all) ? all.map(textOf).join(textOf(between)) : textOf(all)),
  format: ([text, ...values]) =>
    textOf(text).replaceAll(/\{\{|\}\}|\{(\d+)\}/g, (found, index: string | undefined) =>
      index === undefined ? found.slice(1) : textOf(values[Number(index)]),
    ),
  always: () => true,
  success: (_, status) => status?.isSuccess ?? true,
  failure: (_, status) => status?.isFailure ?? false,
  cancelled: (_, status) => status?.isCancelled ?? false,
};
