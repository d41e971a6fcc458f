/** Limits when a fault happens; without any of it, each time. */
export interface When {
  /** How many times it lets pass first. */
  readonly skip?: number;
  /** How often it happens at most. */
  readonly times?: number;
  /** How likely it is each time, from 0 to 1. */
  readonly chance?: number;
}

/**
 * Plans what happens to webhooks: `vanish` neither sends nor logs it; `fail` logs that the host could not be reached;
 * `unheard` delivers it but loses the answer, so that the log calls it failed; `duplicate` sends it twice; `delay` sends it
 * later; `reorder` holds it back until the next one was sent, at most for five seconds.
 */
export interface DeliveryFault extends When {
  readonly on: "delivery";
  readonly do: "vanish" | "fail" | "unheard" | "duplicate" | "delay" | "reorder";
  /** Only for this event, such as `push` or `workflow_job.queued`. */
  readonly event?: string;
  /** How long `delay` waits. */
  readonly milliseconds?: number;
}

/**
 * Plans what happens to requests of the API: `answer` refuses with a status; `refuse` drops the connection before anything
 * is done; `lose-reply` does what was asked and then drops it; `break-off` drops an upload in the middle, and anything else before
 * it is done; `slow` waits before it does anything.
 */
export interface RequestFault extends When {
  readonly on: "request";
  readonly do: "answer" | "refuse" | "lose-reply" | "break-off" | "slow";
  /** Only for this operation, such as `checks/create`. */
  readonly operation?: string;
  readonly status?: 403 | 429 | 500 | 502 | 503;
  /** Seconds of the header `retry-after` that goes with `answer`. */
  readonly retryAfter?: number;
  /** How long `slow` waits. */
  readonly milliseconds?: number;
}

/**
 * Plans what happens to the bytes of artifacts, caches and assets that are downloaded: `cut` ends the connection after some
 * bytes, `damage` changes a byte, `unavailable` answers 503.
 */
export interface DownloadFault extends When {
  readonly on: "download";
  readonly do: "cut" | "damage" | "unavailable";
  /** After how many bytes of an answer `cut` ends; a thousand when absent. */
  readonly bytes?: number;
}

/** Plans that GitHub's clock differs from that of its callers, by positive or negative milliseconds. */
export interface ClockFault {
  readonly on: "clock";
  readonly milliseconds: number;
}

/** Plans something that goes wrong, as data. */
export type Fault = DeliveryFault | RequestFault | DownloadFault | ClockFault;
