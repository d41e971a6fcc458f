import type { WaitingTask } from "@debootc/core/fleet/place-tasks";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";

/** Of so many tasks, the most urgent ones, it is looked up which hosts are warm; the others are placed without. */
const mostTasks = 100;

/** So many names are looked for: a hint must not cost more than it gains. */
const mostNames = 300;

/** Adds to tasks, the most urgent ones first, how much of what they take from a cache each host has. */
export async function withWarmHosts<T extends WaitingTask & { readonly task: number }>(
  queries: Queries,
  tasks: readonly T[],
): Promise<readonly T[]> {
  const wishes = await wantedNames(
    queries,
    tasks.slice(0, mostTasks).map(({ task }) => task),
  );
  const names = [...new Set([...wishes.values()].flat())].slice(0, mostNames);
  if (names.length === 0) return tasks;
  const holders = await hostsWith(queries, names);
  return tasks.map((task) => {
    const wanted = wishes.get(task.task);
    return wanted === undefined ? task : { ...task, warmOn: warmth(wanted, holders) };
  });
}

function warmth(
  wanted: readonly string[],
  holders: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const name of wanted)
    for (const host of holders.get(name) ?? []) counts.set(host, (counts.get(host) ?? 0) + 1);
  return counts;
}

async function wantedNames(
  queries: Queries,
  tasks: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (tasks.length === 0) return new Map();
  const rows = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("task_cache", (join) =>
      join
        .onRef("task_cache.repository_id", "=", "run.repository_id")
        .onRef("task_cache.task", "=", "task.name"),
    )
    .select(["task.id", "task_cache.names"])
    .where("task.id", "in", tasks)
    .execute();
  return new Map(rows.map(({ id, names }) => [id, names]));
}

async function hostsWith(
  queries: Queries,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await sql<{ name: string; hosts: readonly number[] }>`
    select wanted.name, jsonb_agg(host_cache.host_id) as hosts
    from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) as wanted (name)
    join host_cache on host_cache.names ? wanted.name
    group by wanted.name
  `.execute(queries);
  return new Map(rows.map(({ name, hosts }) => [name, hosts]));
}
