import type { Reporter } from "@debootc/core/event/event";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { createWriteStream, type WriteStream } from "node:fs";
import { LogTails } from "../../hub/log-tails.ts";

interface Logged {
  readonly access: HubAccess;
  readonly logFile: (name: string) => string;
  readonly reporterOf: (node: string) => Reporter;
  readonly signal: AbortSignal;
}

/** Follows the logs of tasks that run: the newest line is what a task does now, and a file has all of them. */
export class TaskLogs implements AsyncDisposable {
  readonly #logged: Logged;
  readonly #tails: LogTails;
  readonly #files = new Map<string, WriteStream>();

  constructor(logged: Logged) {
    this.#logged = logged;
    this.#tails = new LogTails(logged.access, logged.signal, (node, line) => this.#take(node, line));
  }

  /** Returns the file that gets the log of a task. */
  fileOf({ run, name }: { readonly run: number; readonly name: string }): string {
    return this.#logged.logFile(`run-${run}-${name.replaceAll(/[^A-Za-z0-9._-]+/g, "-")}`);
  }

  /** Begins to follow a task, through all its attempts. */
  follow(node: string, task: { readonly id: number; readonly run: number; readonly name: string }): void {
    if (this.#files.has(node)) return;
    const file = createWriteStream(this.fileOf(task), { flags: "a", mode: 0o600 });
    // A log that cannot be written is no reason to end what works.
    file.on("error", () => {});
    this.#files.set(node, file);
    this.#tails.follow(task.id, node);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tails[Symbol.asyncDispose]();
    for (const file of this.#files.values()) file.end();
  }

  #take(node: string, line: string): void {
    this.#files.get(node)?.write(`${line}\n`);
    if (line.trim() !== "") this.#logged.reporterOf(node)({ type: "progress", step: line });
  }
}
