import { DebootcError } from "@debootc/core/error/debootc-error";
import { startService } from "@debootc/tools/run";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Is a program that runs beside debootc: the stand-in for GitHub, the hub, or an agent. */
export interface Part {
  readonly name: string;
  readonly logFile: string;
  /** Settles with how it ended. */
  readonly ended: Promise<string>;
  /** Returns what it said last. */
  readonly lastWords: () => readonly string[];
  readonly send: (signal: NodeJS.Signals) => void;
  /** Asks it to end, and kills it if it does not within its patience. */
  readonly stop: () => Promise<void>;
}

/** Says how a part is started. */
export interface PartPlan {
  readonly name: string;
  readonly logFile: string;
  readonly tool: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Returns whether a line says that it can be used now. */
  readonly isReady: (line: string, stream: "stdout" | "stderr") => boolean;
  /** Returns a line without what must not be in a log. */
  readonly forLog?: (line: string) => string;
  /** Whether it finishes what it has at the first SIGTERM, and gives it up at the second. */
  readonly isAskedTwice?: true;
  /** How long it gets for its end, and how long until it can be used. */
  readonly stopSeconds: number;
  readonly readySeconds: number;
}

const mostLastWords = 12;
/** Two signals of a kind that come at once may become one. */
const pauseSeconds = 0.5;

/** Starts a part and waits until it can be used. Throws `tool-failed` with what it said if it ends before. */
export async function startPart(plan: PartPlan, signal: AbortSignal): Promise<Part> {
  const { name, logFile, forLog = (line) => line } = plan;
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  // A log that cannot be written is no reason to end what works.
  log.on("error", () => {});
  const lastWords: string[] = [];
  let announce = () => {};
  const ready = new Promise<"ready">((resolve) => {
    announce = () => resolve("ready");
  });
  const service = startService({
    tool: plan.tool,
    args: plan.args,
    env: plan.env,
    onLine: (line, stream) => {
      const isReady = plan.isReady(line, stream);
      const shown = forLog(line);
      lastWords.push(shown);
      if (lastWords.length > mostLastWords) lastWords.shift();
      log.write(`${shown}\n`);
      if (isReady) announce();
    },
  });
  const ended = service.ended.finally(() => log.end());
  const stop = async () => {
    // One that is frozen hears nothing.
    service.send("SIGCONT");
    service.send("SIGTERM");
    if (plan.isAskedTwice && !(await isOverWithin(ended, pauseSeconds))) service.send("SIGTERM");
    if (await isOverWithin(ended, plan.stopSeconds)) return;
    service.send("SIGKILL");
    await ended;
  };
  const part: Part = { name, logFile, ended, lastWords: () => [...lastWords], send: service.send, stop };
  const late = new AbortController();
  const outcome = await Promise.race([
    ready,
    ended,
    sleep(plan.readySeconds * 1000, undefined, { signal: AbortSignal.any([signal, late.signal]) }).then(
      () => "late",
      () => "late",
    ),
  ]);
  late.abort();
  if (outcome === "ready") return part;
  if (outcome === "late") await stop();
  signal.throwIfAborted();
  throw outcome === "late"
    ? partFailure(part, `cannot be used after ${plan.readySeconds} s`)
    : partFailure(part, `ended with ${outcome}`);
}

/** Returns what is said of a part that failed: what it said last, and where its log is. */
export function partFailure(part: Part, what: string): DebootcError {
  const words = part
    .lastWords()
    .filter((line) => line.trim() !== "")
    .map((line) => `\n  ${line}`);
  return new DebootcError(
    "tool-failed",
    `${part.name} ${what}${words.length === 0 ? "" : ":"}${words.join("")}`,
    {
      hint: `Its whole log is ${part.logFile}.`,
    },
  );
}

async function isOverWithin(ended: Promise<unknown>, seconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(seconds * 1000, false, { signal: timer.signal }).catch(() => false);
  const isOver = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return isOver;
}
