import * as z from "zod";
import { startRun } from "../runs/start-run.ts";
import { eventHandler } from "./event-handler.ts";
import { followRepository } from "./follow-repository.ts";
import { repositoryEvent, shaSchema } from "./payload-schemas.ts";

const pathsSchema = z.array(z.string());

/** GitHub lists no more commits of a push. */
const mostCommits = 2048;

const schema = z.looseObject({
  ...repositoryEvent,
  ref: z.string(),
  after: shaSchema,
  deleted: z.boolean(),
  head_commit: z.looseObject({ id: shaSchema }).nullable(),
  created: z.boolean().optional(),
  forced: z.boolean().optional(),
  commits: z
    .array(z.looseObject({ added: pathsSchema, removed: pathsSchema, modified: pathsSchema }))
    .optional(),
});
type Payload = z.output<typeof schema>;

/** Starts a run for a branch or a tag that was pushed. */
export const push = eventHandler(schema, async ({ queries, guid, at }, payload) => {
  const row = await followRepository(queries, payload);
  if (typeof row === "string") return row;
  if (row.state !== "active") return `ignored: ${row.full_name} is ${row.state}`;
  const { ref, deleted, after, head_commit: head, sender } = payload;
  const isTag = ref.startsWith("refs/tags/");
  if (!isTag && !ref.startsWith("refs/heads/")) return `ignored: ${ref} is neither a branch nor a tag`;
  if (deleted || /^0+$/.test(after)) return `ignored: ${ref} was deleted`;
  // What an annotated tag is at is the tag itself; the commit is the one that it names.
  const sha = isTag ? head?.id : after;
  if (sha === undefined) return `ignored: ${ref} names no commit`;
  const { id, isNew } = await startRun(queries, {
    repositoryId: row.id,
    causeKey: `delivery:${guid}`,
    cause: isTag
      ? "tag"
      : ref === `refs/heads/${row.default_branch}` && isOfLocks(payload)
        ? "archive"
        : "push",
    ref,
    sha,
    configSha: sha,
    actor: sender.login,
    at,
  });
  return isNew ? `started run ${id}` : `no change: run ${id} was started before`;
});

/**
 * Returns whether a push changes locks and nothing else: that is how an update of an archive or of a base comes into a
 * repository. Of a branch that is new or was forced, the commits do not say what changed.
 */
function isOfLocks({ commits = [], created = false, forced = false }: Payload): boolean {
  if (created || forced || commits.length >= mostCommits) return false;
  const paths = commits.flatMap(({ added, removed, modified }) => [...added, ...removed, ...modified]);
  return paths.length > 0 && paths.every((path) => path.endsWith(".lock.json"));
}
