import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubChannel } from "@debootc/core/hub-file/hub-file";
import type { Queries } from "../database/database.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import { want } from "../store/outgoing.ts";

interface Move {
  readonly kind: "promote" | "rollback";
  readonly actor: string;
  readonly at: Date;
}

/**
 * Moves a channel to a published release by its digest, with a line in its history. Nothing is built, and no file of a release
 * changes. Returns false if it is there already.
 */
export async function moveChannel(
  queries: Queries,
  { name, latest, images = {} }: Pick<HubChannel, "name" | "latest" | "images">,
  to: Pick<ReleaseRow, "id" | "repository_id" | "digest">,
  { kind, actor, at }: Move,
): Promise<boolean> {
  const { id, repository_id, digest } = to;
  if (digest === null) throw new DebootcError("internal-fault", `release ${id} has no digest`);
  // Whoever moves a channel of the repository at the same time waits here.
  await queries.selectFrom("repository").select("id").where("id", "=", repository_id).forUpdate().execute();
  const from = await queries
    .selectFrom("channel")
    .selectAll()
    .where("repository_id", "=", repository_id)
    .where("name", "=", name)
    .executeTakeFirst();
  if (from?.release_id === id) return false;
  await queries
    .insertInto("channel_move")
    .values({
      ...{ repository_id, channel: name, kind, from_release: from?.release_id ?? null, to_release: id },
      ...{ from_digest: from?.digest ?? null, to_digest: digest, actor, at },
    })
    .execute();
  await queries
    .insertInto("channel")
    .values({ repository_id, name, release_id: id, digest, moved_at: at })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "name"]).doUpdateSet({ release_id: id, digest, moved_at: at }),
    )
    .execute();
  const variants = Object.keys(images);
  const wanted = variants.map((variant) => imageOf(repository_id, name, variant));
  await want(queries, latest ? [latestOf(repository_id), ...wanted] : wanted, at);
  return true;
}

function imageOf(repositoryId: number, channel: string, variant: string) {
  return { key: `image:${repositoryId}:${channel}:${variant}`, kind: "image" as const, repositoryId };
}

function latestOf(repositoryId: number) {
  return { key: `latest:${repositoryId}`, kind: "latest" as const, repositoryId };
}
