import type { ErrorCodeEntry } from "./error-code-entry.ts";

/** Maps the error codes of the agent that runs orders of a hub on a host. */
export const agentCodes = {
  "agent-settings-invalid": {
    class: "configuration",
    exit: 3,
    http: 500,
    summary: "What the agent of a host is started with has errors",
  },
  "agent-stopped": {
    class: "infrastructure",
    exit: 60,
    http: 503,
    summary: "The agent of a host was told to stop, or lost its hub, before a runner ended",
  },
  "runner-not-started": {
    class: "infrastructure",
    exit: 80,
    http: 500,
    summary: "The agent of a host could not start the runner of an order",
  },
} as const satisfies Record<string, ErrorCodeEntry>;
