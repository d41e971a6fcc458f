import { setTimeout as delay } from "node:timers/promises";
import type { JobMessage } from "../state/job-message.ts";
import type { RunnerSettings } from "./runner-settings.ts";

/** Is how a job of a runner ended. */
export interface Ending {
  readonly conclusion: "success" | "failure" | "cancelled";
  readonly outputs: Readonly<Record<string, string>>;
  /** Commands of its steps that make annotations: `::error title=T::TEXT`. */
  readonly annotations?: readonly string[];
}

/** Performs the runner's side of the protocol of `/_runner`. */
export interface RunnerClient {
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Waits for a job that is offered, and takes it; undefined if none came for a while. */
  readonly next: (signal: AbortSignal) => Promise<JobMessage | undefined>;
  /** Says that it works on the job. Returns whether it is to end it. */
  readonly renew: (job: number, signal: AbortSignal) => Promise<boolean>;
  /** Sends a piece of the log, and returns how many bytes are there now. */
  readonly log: (job: number, offset: number, content: Uint8Array) => Promise<number>;
  readonly complete: (job: number, ending: Ending) => Promise<void>;
}

/** Is an answer that no other try can change. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const waitSeconds = 30;
const tries = 8;

/** Returns a client, which tries again when GitHub does not answer. */
export function runnerClient({ serverUrl, secret }: RunnerSettings): RunnerClient {
  const call = async (method: string, path: string, body: object | Uint8Array, signal?: AbortSignal) => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await once(method, path, body, signal);
      } catch (error) {
        if (error instanceof Refused || signal?.aborted === true || attempt === tries) throw error;
        await delay(Math.min(100 * 2 ** attempt, 5000), undefined, signal === undefined ? {} : { signal });
      }
  };
  const once = async (method: string, path: string, body: object | Uint8Array, signal?: AbortSignal) => {
    const answer = await fetch(new URL(`/_runner/${path}`, serverUrl), {
      method,
      headers: { authorization: `Bearer ${secret}` },
      ...(method === "DELETE"
        ? {}
        : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await answer.text();
    if (answer.ok) return (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    const problem = `${method} ${path} was answered with ${answer.status}: ${text}`;
    if (answer.status >= 500) throw new Error(problem);
    throw new Refused(answer.status, problem);
  };
  return {
    open: async () => {
      await call("POST", "session", {});
    },
    close: async () => {
      await call("DELETE", "session", {});
    },
    next: async (signal) => {
      const { job } = await call("POST", "next", { waitSeconds }, signal);
      if (job === undefined) return undefined;
      try {
        return (await call("POST", `jobs/${Number(job)}/acquire`, {}, signal)) as unknown as JobMessage;
      } catch (error) {
        // It went back to the queue meanwhile.
        if (error instanceof Refused && error.status === 409) return undefined;
        throw error;
      }
    },
    renew: async (job, signal) =>
      (await call("POST", `jobs/${job}/renew`, { waitSeconds }, signal))["cancel"] === true,
    log: async (job, offset, content) =>
      Number((await call("POST", `jobs/${job}/log?offset=${offset}`, content))["next"]),
    complete: async (job, ending) => {
      try {
        await call("POST", `jobs/${job}/complete`, ending);
      } catch (error) {
        // The answer to an earlier try was lost: a runner is gone with its job.
        if (!(error instanceof Refused) || error.status !== 401) throw error;
      }
    },
  };
}
