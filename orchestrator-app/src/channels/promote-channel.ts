import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubChannel } from "@debootc/core/hub-file/hub-file";
import { closedGates, rollbackTarget } from "@debootc/core/release/channel-gates";
import { channelImages } from "@debootc/core/release/channel-images";
import { quoted } from "@debootc/core/text/quoted";
import type { Queries } from "../database/database.ts";
import type { ReleaseRow } from "../database/release-tables.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { moveChannel } from "./move-channel.ts";
import { missingImages } from "./move-image-tag.ts";
import type { Registries } from "./registries.ts";

/** Returns what the check runs of a commit have come to, by their names. */
export type ChecksOf = (
  repositoryId: number,
  sha: string,
  names: readonly string[],
) => Promise<ReadonlyMap<string, string>>;

interface Steering {
  readonly actor: string;
  readonly at: Date;
}

/** Is a release that is to come into a channel, with what its gates ask of it. */
interface Promotion {
  readonly rules: HubChannel;
  readonly release: ReleaseRow;
  readonly checks: ReadonlyMap<string, string>;
  /** Why images of it cannot be promoted. */
  readonly images: readonly string[];
}

interface Asked {
  readonly checksOf: ChecksOf;
  readonly registries: Registries;
}

/**
 * Finds a published release, by its tag or the newest one, what its checks came to, and whether registries have its images.
 * Throws `not-found`, and what asking throws.
 */
export async function findPromotion(
  queries: Queries,
  wanted: { readonly repositoryId: number; readonly channel: string; readonly tag?: string | undefined },
  { checksOf, registries }: Asked,
): Promise<Promotion> {
  const { repositoryId } = wanted;
  const rules = await rulesOf(queries, repositoryId, wanted.channel);
  const release = await publishedRelease(queries, repositoryId, wanted.tag);
  const { sha } = await queries
    .selectFrom("run")
    .select("sha")
    .where("id", "=", release.run_id)
    .executeTakeFirstOrThrow();
  const checks = rules.checks.length === 0 ? new Map() : await checksOf(repositoryId, sha, rules.checks);
  return { rules, release, checks, images: await missingOf(queries, rules, release, registries) };
}

/** Moves a channel to a release if the gates of the channel let it in. Throws `channel-gate-closed`. */
export async function promoteChannel(
  queries: Queries,
  { rules, release, checks, images }: Promotion,
  { actor, at }: Steering,
): Promise<void> {
  await refuseClosed(queries, rules, release, { now: at, checks, images });
  await moveChannel(queries, rules, release, { kind: "promote", actor, at });
}

/** Moves a channel back to the release that was promoted before. Throws `not-found`, `state-conflict`. */
export async function rollBackChannel(
  queries: Queries,
  { repositoryId, channel }: { readonly repositoryId: number; readonly channel: string },
  { actor, at }: Steering,
): Promise<void> {
  const rules = await rulesOf(queries, repositoryId, channel);
  await queries.selectFrom("repository").select("id").where("id", "=", repositoryId).forUpdate().execute();
  const moves = await queries
    .selectFrom("channel_move")
    .select(["kind", "to_release as to"])
    .where("repository_id", "=", repositoryId)
    .where("channel", "=", channel)
    .orderBy("id")
    .execute();
  const target = rollbackTarget(moves);
  if (target === undefined)
    throw new DebootcError(
      "state-conflict",
      `the channel ${quoted(channel)} has no release before its present one`,
      { hint: "debootc orchestrator channels list shows where it was." },
    );
  const release = await queries
    .selectFrom("release")
    .selectAll()
    .where("id", "=", target)
    .executeTakeFirstOrThrow();
  await moveChannel(queries, rules, release, { kind: "rollback", actor, at });
}

/**
 * Moves the channels that take releases by themselves to one that has just been published; one that comes after another one is
 * asked after that.
 */
export async function promoteAutomatically(queries: Queries, release: ReleaseRow, at: Date): Promise<void> {
  const rows = await queries
    .selectFrom("channel_rule")
    .select("rules")
    .where("repository_id", "=", release.repository_id)
    .orderBy("name")
    .execute();
  const left = rows.map(({ rules }) => rules).filter(({ automatic }) => automatic);
  for (;;) {
    // Checks are asked for when somebody promotes; a channel that wants some takes nothing by itself yet.
    const facts = {
      ...{ now: at, publishedAt: release.published_at ?? at, checks: new Map() },
      channels: await channelsOf(queries, release.id),
    };
    const open = left.findIndex((rules) => closedGates(rules, facts).length === 0);
    const [rules] = open === -1 ? [] : left.splice(open, 1);
    if (rules === undefined) return;
    await moveChannel(queries, rules, release, { kind: "promote", actor: "hub", at });
  }
}

async function rulesOf(queries: Queries, repositoryId: number, name: string): Promise<HubChannel> {
  const rows = await queries
    .selectFrom("channel_rule")
    .select(["name", "rules"])
    .where("repository_id", "=", repositoryId)
    .orderBy("name")
    .execute();
  const found = rows.find((row) => row.name === name);
  if (found !== undefined) return found.rules;
  const known = rows.map((row) => row.name).join(", ") || "none";
  throw new DebootcError("not-found", `there is no channel ${quoted(name)}; there is ${known}`, {
    hint: "Channels are in .github/debootc.yml of the default branch, which counts once the hub has planned a push of it.",
  });
}

async function publishedRelease(
  queries: Queries,
  repositoryId: number,
  tag: string | undefined,
): Promise<ReleaseRow> {
  const found = await queries
    .selectFrom("release")
    .selectAll()
    .where("repository_id", "=", repositoryId)
    .where("state", "=", "published")
    .$if(tag !== undefined, (query) => query.where("tag", "=", tag ?? ""))
    .orderBy("published_at", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (found !== undefined) return found;
  throw new DebootcError(
    "not-found",
    tag === undefined ? "no release is published yet" : `no release ${quoted(tag)} is published`,
    { hint: "debootc orchestrator releases --state published lists them." },
  );
}

async function refuseClosed(
  queries: Queries,
  rules: HubChannel,
  { id, tag, published_at }: ReleaseRow,
  facts: {
    readonly now: Date;
    readonly checks: ReadonlyMap<string, string>;
    readonly images: readonly string[];
  },
): Promise<void> {
  const { now, checks, images } = facts;
  const channels = await channelsOf(queries, id);
  const closed = closedGates(rules, { now, publishedAt: published_at ?? now, channels, checks });
  if (closed.length === 0 && images.length === 0) return;
  const reasons = [...closed.map(({ reason }) => reason), ...images].join("; ");
  throw new DebootcError("channel-gate-closed", `cannot promote ${tag} into ${rules.name}: ${reasons}`, {
    hint: "Wait for it, or change the channel in .github/debootc.yml.",
  });
}

/** Returns why the images of a release cannot be promoted. */
async function missingOf(
  queries: Queries,
  rules: HubChannel,
  { repository_id, images }: ReleaseRow,
  registries: Registries,
): Promise<readonly string[]> {
  if (rules.images === undefined) return [];
  const { fullName } = await repositoryAt(queries, repository_id);
  const { moves, faults } = channelImages(rules, fullName.split("/")[0] ?? "", images ?? {});
  return [...faults, ...(await missingImages(registries, moves))];
}

async function channelsOf(queries: Queries, releaseId: number): Promise<ReadonlySet<string>> {
  const rows = await queries
    .selectFrom("channel_move")
    .select("channel")
    .distinct()
    .where("to_release", "=", releaseId)
    .execute();
  return new Set(rows.map(({ channel }) => channel));
}
