import {
  placementOutcomes,
  placementStates,
  placementTransitions,
} from "@debootc/core/fleet/placement-state";
import { artifactStates, artifactTransitions } from "@debootc/core/task/artifact-state";
import { assetStates, releaseStates, releaseTransitions } from "@debootc/core/task/release-state";
import { runStates } from "@debootc/core/task/run-state";
import { taskKinds } from "@debootc/core/task/task-kind";
import { taskStates, taskTransitions } from "@debootc/core/task/task-state";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../memory-database.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

/** Returns the words that the database takes in a column: those of the one constraint that speaks of nothing else. */
async function wordsIn(table: string, column: string): Promise<readonly string[]> {
  const { queries } = await memoryDatabase();
  const { rows } = await sql<{ text: string }>`
    select pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = ${table}::regclass and conname = ${`${table}_${column}_check`}
  `.execute(queries);
  const [row, ...more] = rows;
  expect([row === undefined, more]).toEqual([false, []]);
  return [...(row?.text ?? "").matchAll(/'([^']+)'::text/g)].map(([, word = ""]) => word);
}

test.each<[string, string, readonly string[]]>([
  ["task", "state", taskStates],
  ["task", "kind", taskKinds],
  ["run", "state", runStates],
  ["placement", "state", placementStates],
  ["placement", "outcome", Object.keys(placementOutcomes)],
  ["artifact", "state", artifactStates],
  ["release", "state", releaseStates],
  ["release_asset", "state", assetStates],
])("the database takes the words of core for %s.%s, and no others", async (table, column, words) => {
  expect((await wordsIn(table, column)).toSorted()).toEqual(words.toSorted());
});

test.each<[string, Readonly<Record<string, readonly string[]>>]>([
  ["task", taskTransitions],
  ["placement", placementTransitions],
  ["artifact", artifactTransitions],
  ["release", releaseTransitions],
])("the database lets a %s move as core does, and in no other way", async (table, moves) => {
  const { queries } = await memoryDatabase();
  const { rows } = await sql<{ text: string }>`
    select prosrc as text from pg_proc where proname = ${`${table}_moves`}
  `.execute(queries);
  const pairs = [...(rows[0]?.text ?? "").matchAll(/\('([^']+)', '([^']+)'\)/g)].map(([, from, to]) => [
    from,
    to,
  ]);
  expect(pairs).toEqual(Object.entries(moves).flatMap(([from, follow]) => follow.map((to) => [from, to])));
});
