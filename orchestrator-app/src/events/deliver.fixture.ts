import type { Database } from "../database/database.ts";
import { after } from "../runs/scene.fixture.ts";
import { eventHandlers } from "./handle-delivery.ts";

const deadbeef = "d".repeat(40);

/** Returns the fields that every event of the first repository of the scene has. */
export function ofRepository(changes: object = {}) {
  return {
    repository: {
      id: 1,
      full_name: "acme/os",
      private: false,
      owner: { login: "acme", type: "Organization" },
      default_branch: "main",
      archived: false,
      updated_at: "2026-11-30T12:00:00Z",
      ...changes,
    },
    installation: { id: 1 },
    sender: { login: "ada" },
  };
}

/** Returns the payload of a push. */
export function pushOf(changes: object = {}) {
  return {
    ...ofRepository(),
    ref: "refs/heads/main",
    after: deadbeef,
    deleted: false,
    head_commit: { id: deadbeef },
    ...changes,
  };
}

/** Returns a commit of a push that changes these paths. */
export function commitOf(...modified: readonly string[]) {
  return { added: [], removed: [], modified };
}

/** Returns the payload of an event of pull request 7. */
export function pullRequestOf(action: string, sha: string, fromRepository: number | null = 1) {
  const repo = fromRepository === null ? null : { id: fromRepository };
  return {
    ...ofRepository(),
    action,
    number: 7,
    pull_request: { head: { sha, repo }, base: { sha: "b".repeat(40) } },
  };
}

/** Returns the payload of a comment on pull request 7. */
export function commentOf(body: string, changes: object = {}) {
  return {
    ...ofRepository(),
    action: "created",
    issue: { number: 7, pull_request: {} },
    comment: { id: 70, body, user: { login: "ada", type: "User" } },
    ...changes,
  };
}

let guids = 0;

/** Handles an event in a transaction as the pump does; returns its outcome. */
export async function deliver(
  { queries }: Database,
  event: string,
  payload: object,
  guid = `guid-${guids++}`,
): Promise<string> {
  const handler = eventHandlers[event];
  if (handler === undefined) throw new Error(`no handler of ${event}`);
  return queries
    .transaction()
    .execute((trx) => handler({ queries: trx, guid, at: after(60) }, JSON.parse(JSON.stringify(payload))));
}
