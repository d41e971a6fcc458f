import { runStateOf } from "@debootc/core/task/run-state";
import type { TaskState } from "@debootc/core/task/task-state";
import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import { madeMigrations } from "../database/migrate.ts";
import { refuseOlder } from "./copy-database.ts";
import { damageQueries, type DamageQuery } from "./damage-queries.ts";
import { lastNumbers, numberedTables } from "./hub-tables.ts";
import { readUniformly } from "./table-rows.ts";

/** Describes something in the database that cannot be right. */
export interface Damage {
  /** What it is about: `task 12`. */
  readonly subject: string;
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** Reports the result of a check. Of each kind of damage the first hundred are listed. */
export interface CheckResult {
  readonly checks: number;
  readonly damage: readonly Damage[];
}

/**
 * Looks for what the hub can neither have written nor work with: a broken disk, a wrong restore, or an edit by hand. All of
 * it is of one moment, so that a running hub does not look damaged. Throws `database-newer`.
 */
export async function checkDatabase({ queries }: Database): Promise<CheckResult> {
  refuseOlder(await madeMigrations(queries));
  return queries.transaction().execute(async (trx) => {
    await readUniformly(trx);
    const damage: Damage[] = [];
    for (const query of damageQueries) damage.push(...(await findDamage(trx, query)));
    damage.push(...(await wrongRunStates(trx)), ...(await lateNumbers(trx)));
    return { checks: damageQueries.length + 2, damage };
  });
}

const mostListed = 100;

async function findDamage(trx: Queries, { select, message, hint }: DamageQuery): Promise<Damage[]> {
  const { rows } = await sql<{ subject: string; detail: string | null }>`
    select subject, detail from (${sql.raw(select)}) as found order by subject limit ${sql.lit(mostListed)}
  `.execute(trx);
  return rows.map(({ subject, detail }) => ({
    subject,
    message: detail === null ? message : `${message}: ${detail}`,
    hint,
  }));
}

async function wrongRunStates(trx: Queries): Promise<Damage[]> {
  const { rows } = await sql<{ id: number; state: string; tasks: readonly string[] }>`
    select run.id, run.state, array_agg(distinct task.state || ' ' || task.required) as tasks
    from run join task on task.run_id = run.id
    group by run.id order by run.id
  `.execute(trx);
  return rows
    .flatMap(({ id, state, tasks }) => {
      const wanted = runStateOf(
        tasks.map((text) => {
          const [taskState = "", required] = text.split(" ");
          return { state: taskState as TaskState, required: required === "true" };
        }),
      );
      if (wanted === state) return [];
      return [
        {
          subject: `run ${id}`,
          message: `it is ${state}, but its tasks make it ${wanted}`,
          hint: "Cancel or retry it, which derives its state anew.",
        },
      ];
    })
    .slice(0, mostListed);
}

async function lateNumbers(trx: Queries): Promise<Damage[]> {
  const numbers = await lastNumbers(trx);
  const damage: Damage[] = [];
  for (const table of numberedTables) {
    const { rows } = await sql<{
      newest: number | null;
    }>`select max(id) as newest from ${sql.table(table)}`.execute(trx);
    const newest = rows[0]?.newest ?? 0;
    const last = numbers[table];
    if (last === undefined || newest < last.last + (last.called ? 1 : 0)) continue;
    damage.push({
      subject: `numbers of ${table}`,
      message: `the next row would get a number up to ${newest} that another one has`,
      hint: `Stop the hub, and in the database: select setval('${table}_id_seq', ${newest});`,
    });
  }
  return damage;
}
