import type { OutgoingRow } from "../../database/tables.ts";
import { type CheckRun, createCheckRun, findCheckRun, updateCheckRun } from "../../github/check-calls.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import { markUnsure } from "../../store/outgoing.ts";
import type { Sending } from "../row/sending.ts";

interface Subject {
  readonly row: OutgoingRow;
  readonly check: CheckRun;
  /** Whether it is the first that people see of a run. */
  readonly isFirstSign?: boolean;
  /** The check run that was made before. */
  readonly known: number | null;
  /** Keeps the id of a check run that is new. */
  readonly keep: (id: number) => Promise<unknown>;
}

/** Brings the check run of a subject up to date, or makes it; there is never a second one. */
export async function sendCheck(
  { database, call }: Pick<Sending, "database" | "call">,
  repository: RepositoryAt,
  { row, check, isFirstSign = false, known, keep }: Subject,
): Promise<void> {
  if (known !== null && (await updateCheckRun(call, repository, known, check))) return;
  // An earlier try may have made it, and its answer was lost.
  const found = row.unsure ? await findCheckRun(call, repository, check) : undefined;
  const beforeSent = () => markUnsure(database.queries, row);
  const id = found ?? (await createCheckRun(call, repository, check, { isFirstSign, beforeSent }));
  await keep(id);
  if (found !== undefined || check.annotations.length > 0) await updateCheckRun(call, repository, id, check);
}
