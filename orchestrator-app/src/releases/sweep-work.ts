import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Releasing } from "./releasing.ts";

/**
 * Removes the files of releases that this replica has left: of those that failed, were canceled, or were published by another
 * one. Whoever goes on with one makes its files again.
 */
export async function sweepWork({
  database: { queries },
  workDirectory,
  holder,
}: Pick<Releasing, "database" | "workDirectory" | "holder">): Promise<void> {
  const names = await readdir(workDirectory).catch(() => []);
  const ids = names.flatMap((name) => /^release-([0-9]{1,15})$/.exec(name)?.[1] ?? []).map(Number);
  if (ids.length === 0) return;
  const needed = await queries
    .selectFrom("release")
    .innerJoin("task", "task.run_id", "release.run_id")
    .select("release.id")
    .where("release.id", "in", ids)
    .where("task.kind", "=", "release")
    .where((is) =>
      is.or([
        is("release.lease_holder", "=", holder),
        is.and([is("task.state", "in", ["FREE", "RUNNING"]), is("release.state", "<>", "published")]),
      ]),
    )
    .execute();
  const kept = new Set(needed.map(({ id }) => id));
  for (const id of ids) {
    if (!kept.has(id)) await rm(join(workDirectory, `release-${id}`), { recursive: true, force: true });
  }
}
