import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { RepositoryRow, Tables } from "../database/tables.ts";
import { unknownName } from "../github/repository-at.ts";
import type { RepositoryPayload, ShortRepositoryPayload } from "./payload-schemas.ts";

interface RepositoryEvent {
  readonly repository: RepositoryPayload;
  readonly installation?: { readonly id: number } | undefined;
}

/**
 * Returns the row of the repository that an event speaks of, brought up to date by the event; or, as text, why the hub
 * does not act for it. An event of an installation that is not known shows that the event that announced it was missed.
 */
export async function followRepository(
  queries: Queries,
  { repository, installation }: RepositoryEvent,
): Promise<RepositoryRow | string> {
  const known = await rowOf(queries, repository.id);
  const installationId = installation?.id ?? known?.installation_id;
  const name = repository.full_name;
  if (installationId === undefined) return `ignored: no installation of the App has ${name}`;
  if (known !== undefined && installationId < known.installation_id) {
    // Of two installations the one with the higher number came later.
    return `ignored: another installation has ${name} now`;
  }
  const isNewer = known === undefined || installationId > known.installation_id;
  const isBack = known?.state === "removed" && happenedAt(repository) > known.changed_at;
  if (known?.state === "removed" && !isNewer && !isBack) return `ignored: the App was removed from ${name}`;
  if ((await stateOfInstallation(queries, installationId, repository)) === "removed") {
    return `ignored: the App was removed from ${name}`;
  }
  const changedAt = repository.updated_at ?? new Date(0);
  if (!isNewer && !isBack && changedAt < known.changed_at) return known;
  const row: RepositoryRow = {
    id: repository.id,
    installation_id: installationId,
    full_name: name,
    default_branch: repository.default_branch,
    state: repository.archived ? "archived" : "active",
    private: repository.private,
    changed_at: changedAt,
  };
  return known !== undefined && isSame(known, row) ? known : writeRepository(queries, row);
}

/**
 * Returns the last moment that a repository speaks of. GitHub sends events only of repositories that the App has: one that happened
 * after a repository was removed shows that it is there again, and that the event that said so came before the one of its removal.
 */
function happenedAt({ updated_at, pushed_at }: RepositoryPayload): Date {
  return new Date(Math.max(Number(updated_at ?? 0), Number(pushed_at ?? 0)));
}

/** Returns whether two rows say the same; most events change nothing, and then nothing is locked or written. */
function isSame(known: RepositoryRow, row: RepositoryRow): boolean {
  const keys = ["installation_id", "full_name", "default_branch", "state", "private"] as const;
  return keys.every((key) => known[key] === row[key]);
}

/** Is the default branch of a repository of which only the name is known; in requests GitHub understands it as a ref. */
const unknownBranch = "HEAD";

/** Notes that an installation has a repository, by what its events say of it. */
export async function addRepository(
  queries: Queries,
  installationId: number,
  { id, full_name, private: isPrivate }: ShortRepositoryPayload,
): Promise<void> {
  const known = await rowOf(queries, id);
  if (known !== undefined && installationId < known.installation_id) return;
  await writeRepository(queries, {
    id,
    installation_id: installationId,
    full_name,
    default_branch: known?.default_branch ?? unknownBranch,
    state: known?.state === "archived" ? "archived" : "active",
    private: isPrivate,
    changed_at: known?.changed_at ?? new Date(0),
  });
}

async function writeRepository(queries: Queries, row: RepositoryRow): Promise<RepositoryRow> {
  await freeName(queries, row);
  const { id: _, ...changed } = row;
  return queries
    .insertInto("repository")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changed))
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function rowOf(queries: Queries, id: number): Promise<RepositoryRow | undefined> {
  return queries.selectFrom("repository").selectAll().where("id", "=", id).executeTakeFirst();
}

async function stateOfInstallation(
  queries: Queries,
  id: number,
  { owner }: Pick<RepositoryPayload, "owner">,
): Promise<Tables["installation"]["state"]> {
  const known = await queries
    .selectFrom("installation")
    .select("state")
    .where("id", "=", id)
    .executeTakeFirst();
  if (known !== undefined) return known.state;
  await queries
    .insertInto("installation")
    .values({
      id,
      account: owner.login,
      account_type: owner.type,
      state: "active",
      permissions: "{}",
      changed_at: new Date(0),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return "active";
}

/**
 * Takes a name from the repository that had it before: it was renamed, and the event that says so is still to come. Until
 * then no call by that name may mean it.
 */
async function freeName(
  queries: Queries,
  { id, full_name }: { readonly id: number; readonly full_name: string },
): Promise<void> {
  const holder = await queries
    .selectFrom("repository")
    .select("id")
    .where(sql`lower(full_name)`, "=", full_name.toLowerCase())
    .where("state", "<>", "removed")
    .where("id", "<>", id)
    .executeTakeFirst();
  if (holder === undefined) return;
  await queries
    .updateTable("repository")
    .set({ full_name: unknownName(holder.id) })
    .where("id", "=", holder.id)
    .execute();
}
