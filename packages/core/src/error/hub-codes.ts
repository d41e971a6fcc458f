import type { ErrorCodeEntry } from "./error-code-entry.ts";

/** Maps the error codes of the hub and of its commands. */
export const hubCodes = {
  "hub-file-invalid": {
    class: "configuration",
    exit: 3,
    http: 422,
    summary: "The file that tells the hub about a repository has errors",
  },
  "hub-settings-invalid": {
    class: "configuration",
    exit: 3,
    http: 500,
    summary: "What the hub is started with has errors",
  },
  "database-newer": {
    class: "configuration",
    exit: 3,
    http: 503,
    summary: "The database was last used by a newer debootc",
  },
  "database-damaged": {
    class: "infrastructure",
    exit: 8,
    http: 500,
    summary: "The database holds what cannot be right",
  },
  "database-unreachable": {
    class: "infrastructure",
    exit: 32,
    http: 503,
    summary: "The database cannot be reached or refuses the login",
  },
  "github-unreachable": {
    class: "infrastructure",
    exit: 32,
    http: 502,
    summary: "GitHub could not be reached, or was in trouble, until no attempt was left",
  },
  "github-refused": {
    class: "policy",
    exit: 9,
    http: 502,
    summary: "GitHub refuses what the hub asks for: a permission, or the App itself, is missing",
  },
  "hub-task-failed": {
    class: "package",
    exit: 10,
    http: 422,
    summary: "A task of a hub failed for a reason that this debootc has no code for",
  },
  "hub-unreachable": {
    class: "infrastructure",
    exit: 32,
    http: 502,
    summary: "The hub does not answer",
  },
  "webhook-refused": {
    class: "policy",
    exit: 9,
    http: 401,
    summary: "A delivery has no good signature, or a form that GitHub does not send",
  },
  "request-invalid": {
    class: "configuration",
    exit: 2,
    http: 400,
    summary: "A request to the hub was not understood",
  },
  "request-too-large": {
    class: "policy",
    exit: 2,
    http: 413,
    summary: "A request is longer than the hub reads",
  },
  "request-too-slow": {
    class: "time-out",
    exit: 11,
    http: 408,
    summary: "A request did not arrive within the time that the hub waits for it",
  },
  "media-type-unsupported": {
    class: "configuration",
    exit: 2,
    http: 415,
    summary: "A request has a form or an encoding that the hub does not read",
  },
  "intake-busy": {
    class: "infrastructure",
    exit: 60,
    http: 503,
    summary: "Other deliveries take all memory that the hub has for them",
  },
  "not-authenticated": {
    class: "policy",
    exit: 9,
    http: 401,
    summary: "The hub wants a key, or another one",
  },
  "not-found": { class: "configuration", exit: 2, http: 404, summary: "The hub has nothing by that name" },
  "state-conflict": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "A run or task is in a state in which this cannot be done to it",
  },
  "session-ended": {
    class: "infrastructure",
    exit: 60,
    http: 409,
    summary: "The agent of a host speaks of a session that a newer one has replaced, or that the hub gave up",
  },
  "idempotency-key-used": {
    class: "configuration",
    exit: 2,
    http: 422,
    summary: "An idempotency key was used before, for another request",
  },
  "hub-busy": {
    class: "infrastructure",
    exit: 60,
    http: 503,
    summary: "The hub serves as many clients of this kind as it may",
  },
  "database-not-empty": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "A database that a backup or a copy is to fill has rows already",
  },
  "backup-damaged": {
    class: "infrastructure",
    exit: 8,
    http: 422,
    summary: "A backup of the hub's database is truncated, or differs from its digests",
  },
} as const satisfies Record<string, ErrorCodeEntry>;
