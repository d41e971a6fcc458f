import type { Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import type { Cause } from "./move-task.ts";

/** Adds something to the history of a run that does not change its state. */
export async function noteOnRun(
  queries: Queries,
  { id, state }: Pick<RunRow, "id" | "state">,
  { cause, actor, at, detail }: Cause & { readonly detail: object },
): Promise<void> {
  await queries
    .insertInto("change")
    .values({
      run_id: id,
      task_id: null,
      from_state: state,
      to_state: state,
      ...{ cause, actor, at, detail: JSON.stringify(detail) },
    })
    .execute();
}
