import * as z from "zod";
import { startRun } from "../runs/start-run.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent, shaSchema } from "./payload-schemas.ts";

const schema = z.looseObject({
  ...repositoryEvent,
  ref: z.string(),
  after: shaSchema,
  deleted: z.boolean(),
  head_commit: z.looseObject({ id: shaSchema }).nullable(),
});

/** Starts a run for a branch or a tag that was pushed. */
export const push = eventHandler(schema, async ({ queries, guid, at }, payload) => {
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const { ref, deleted, after, head_commit: head, sender } = payload;
  const isTag = ref.startsWith("refs/tags/");
  if (!isTag && !ref.startsWith("refs/heads/")) return `ignored: ${ref} is neither a branch nor a tag`;
  if (deleted) return `ignored: ${ref} was deleted`;
  // What an annotated tag is at is the tag itself; the commit is the one that it names.
  const sha = isTag ? head?.id : after;
  if (sha === undefined) return `ignored: ${ref} names no commit`;
  const { id, isNew } = await startRun(queries, {
    repositoryId: row.id,
    causeKey: `delivery:${guid}`,
    cause: isTag ? "tag" : "push",
    ref,
    sha,
    configSha: sha,
    actor: sender.login,
    at,
  });
  return isNew ? `started run ${id}` : `no change: run ${id} was started before`;
});
