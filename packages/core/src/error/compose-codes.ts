import type { ErrorCodeEntry } from "./error-code-entry.ts";

/** Lists the codes of errors about a compose as a whole: a part of the one table. */
export const composeCodes = {
  "compose-file-invalid": { class: "configuration", exit: 3, http: 422, summary: "A compose file is faulty" },
  "compose-id-invalid": {
    class: "configuration",
    exit: 2,
    http: 422,
    summary: "A compose ID does not have Pungi's form",
  },
  "compose-immutable": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "A compose with this status cannot change in that way",
  },
  "compose-incomplete": {
    class: "package",
    exit: 4,
    http: 200,
    summary: "The compose finished, but a failable deliverable is missing",
  },
  "legs-unfit": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "Legs are missing, doubled or of different composes, so they cannot be assembled",
  },
  "results-unfit": {
    class: "configuration",
    exit: 2,
    http: 409,
    summary: "Results of earlier tasks are missing, doubled, or not what their names say",
  },
  "artifact-unavailable": {
    class: "infrastructure",
    exit: 70,
    http: 502,
    summary: "An artifact of a workflow cannot be uploaded or downloaded",
  },
  "lock-stale": {
    class: "configuration",
    exit: 5,
    http: 409,
    summary: "The lock no longer matches the treefile",
  },
  "lock-outdated": {
    class: "configuration",
    exit: 5,
    http: 409,
    summary: "`debootc lock --update --check` found an update of a lock",
  },
} as const satisfies Record<string, ErrorCodeEntry>;
