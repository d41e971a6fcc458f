import { noteHostCache } from "../fleet/note-caches.ts";
import type { Database } from "../database/database.ts";
import { randomBytes } from "node:crypto";
import { addHost } from "../fleet/fleet.fixture.ts";
import { createKey } from "../keys/api-keys.ts";
import { appendPieces } from "../task-log/append-pieces.ts";
import { after, assign, planned, plannedRun, report, start } from "../runs/scene.fixture.ts";

/** Fills a scene with rows in every table, some of them with awkward values. */
export async function busyHub(hub: Database): Promise<void> {
  await plannedRun(hub);
  await plannedRun(hub, [planned("one/amd64"), planned("two/amd64", { required: false })]);
  await assign(hub);
  await report(hub, "minimal/amd64", { status: "completed", conclusion: "success" });
  await report(hub, "one/amd64", {
    status: "completed",
    conclusion: "failure",
    runner: null,
    githubRunId: 7,
  });
  await report(hub, "two/amd64", { status: "completed", conclusion: "failure", githubRunId: 7 });
  const { queries } = hub;
  await queries
    .insertInto("delivery")
    .values(
      ["B", "a", "ä", "_", "Ω"].map((guid, index) => ({
        guid,
        event: "push",
        action: null,
        installation_id: 2 ** 52 + index,
        repository_id: null,
        body: JSON.stringify({ text: "line\nbreak \u2028 \t \\ \" ' 🚀", big: "x".repeat(100_000) }),
        state: "received" as const,
        received_at: new Date(start.getTime() + 1),
        due_at: after(index),
        lease_until: null,
        handled_at: null,
        outcome: null,
      })),
    )
    .execute();
  await queries
    .insertInto("lease")
    .values({ name: "leader", holder: "a", term: 7, expires_at: start })
    .execute();
  await queries.insertInto("cursor").values({ name: "deliveries", value: "v1", changed_at: start }).execute();
  await queries
    .insertInto("budget")
    .values({ name: "app", remaining: 5, reset_at: start, blocked_until: null, minute: start })
    .execute();
  await queries
    .insertInto("idempotency")
    .values({ key: "k:1", request_digest: "d", status: 200, body: "{}", created_at: start })
    .execute();
  await queries
    .insertInto("schedule")
    .values({ repository_id: 1, name: "nightly", cron: "0 2 * * *", next_at: after(60) })
    .execute();
  await addHost(hub, "builder-1");
  await queries
    .insertInto("placement")
    .values({
      ...{ id: "1-k3j9x2m4", label: await someLabel(hub), host_id: 1, host_term: 1, state: "ended" },
      ...{ placed_at: start, ended_at: start, settled_at: start, outcome: "withdrawn" },
    })
    .execute();
  await noteHostCache(queries, 1, []);
  await queries.insertInto("task_cache").values({ repository_id: 1, task: "é/amd64", names: "[]" }).execute();
  const piece = { taskId: 1, attempt: 1, order: "1-abcdef", offset: 0 };
  await queries
    .transaction()
    .execute((trx) => appendPieces(trx, [{ ...piece, bytes: Uint8Array.of(0, 0xff, 0x0a, 0x61) }], start));
  await createKey(queries, { name: "ci", now: start, randomBytes });
  await addRelease(hub);
}

async function addRelease({ queries }: Database): Promise<void> {
  const digest = `sha256:${"a".repeat(64)}` as const;
  await queries
    .insertInto("artifact")
    .values({
      ...{ run_id: 1, task_id: 1, attempt: 1, name: "leg-minimal-amd64", github_run_id: 2 ** 52 },
      ...{ github_id: 7, size: 2 ** 40, digest, storage_key: digest, state: "stored", failure: null },
      ...{ due_at: start, lease_until: null, created_at: start, expires_at: after(60) },
    })
    .execute();
  await queries
    .insertInto("release")
    .values({
      ...{ run_id: 1, repository_id: 1, tag: "v1", state: "published", github_id: 9, html_url: null },
      ...{ compose_id: "os-13-20261130.0", digest, notes: "new:\n- 🚀", packages: '{"a/amd64":[]}' },
      ...{ failure: null, due_at: start, lease_holder: null, lease_until: null },
      ...{ created_at: start, published_at: after(60) },
    })
    .execute();
  await queries
    .insertInto("release_asset")
    .values({
      ...{ release_id: 1, name: "a.tar.part-001", position: 0, file: "a.tar", start: 0, size: 2 ** 31 - 1 },
      ...{ digest, media_type: "application/x-tar", github_id: 11, state: "verified" },
    })
    .execute();
  const rules = { name: "stable", automatic: false, latest: true, ageSeconds: 0, checks: [] };
  await queries
    .insertInto("channel_rule")
    .values({ repository_id: 1, name: "stable", rules: JSON.stringify(rules) })
    .execute();
  await queries
    .insertInto("channel")
    .values({ repository_id: 1, name: "stable", release_id: 1, digest, moved_at: start })
    .execute();
  await queries
    .insertInto("channel_move")
    .values({
      ...{ repository_id: 1, channel: "stable", kind: "promote", from_release: null, to_release: 1 },
      ...{ from_digest: null, to_digest: digest, actor: "ada", at: start },
    })
    .execute();
}

async function someLabel({ queries }: Database): Promise<string> {
  return (await queries.selectFrom("attempt").select("label").executeTakeFirstOrThrow()).label;
}
