import type { Queries } from "../database/database.ts";

/**
 * Binds a dispatch to the run of GitHub that shows its id or one of its labels first: the reply to the dispatch may have been
 * lost. Returns false for another run, which a second try at the dispatch has made.
 */
export async function bindDispatch(
  queries: Queries,
  id: string,
  { githubRunId, at }: { readonly githubRunId: number; readonly at: Date },
): Promise<boolean> {
  const bound = await queries
    .updateTable("dispatch")
    .set((is) => ({
      github_run_id: githubRunId,
      state: "sent",
      sent_at: is.fn.coalesce("sent_at", is.val(at)),
    }))
    .where("id", "=", id)
    .where((is) => is.or([is("github_run_id", "is", null), is("github_run_id", "=", githubRunId)]))
    .executeTakeFirst();
  return bound.numUpdatedRows > 0n;
}
