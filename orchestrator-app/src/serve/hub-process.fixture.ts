import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { headersOf, secret } from "../intake/delivery.fixture.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Is a hub that runs as a process of its own. */
export interface HubProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Returns what it has written for people. */
  readonly written: () => string;
  /** Returns its log. */
  readonly logged: () => string;
  /** Ends it by a signal; returns its exit status, or the signal. */
  readonly end: (signal: "SIGKILL" | "SIGTERM") => Promise<number | string>;
}

/** Starts a hub and waits until it listens. Throws what it wrote if it ends before. */
export async function startHubProcess(environment: Readonly<Record<string, string>>): Promise<HubProcess> {
  const child = spawn(process.execPath, [main, "--port", "0"], {
    env: { PATH: process.env["PATH"] ?? "", DEBOOTC_WEBHOOK_SECRET: secret, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [written, logged] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (written += chunk.toString()));
  const ended = once(child, "exit").then(([status, signal]) => (status ?? signal) as number | string);
  const port = new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      logged += `${line}\n`;
      const said = JSON.parse(line) as { readonly msg: string; readonly port?: number };
      if (said.msg === "the hub listens" && said.port !== undefined) resolve(said.port);
    });
    void ended.then((status) => reject(new Error(`the hub ended with ${status}: ${written}`)));
  });
  const url = `http://127.0.0.1:${await port}`;
  // What it wrote to people before is in the other pipe, which is read in this turn of the event loop at the latest.
  await nextTurn();
  return {
    url,
    child,
    written: () => written,
    logged: () => logged,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Sends a delivery; returns the status of the answer, or 0 if there was none. */
export async function post(url: string, event: string, guid: string, payload: object): Promise<number> {
  const body = JSON.stringify(payload);
  const headers = headersOf(body, { "x-github-event": event, "x-github-delivery": guid });
  try {
    const answer = await fetch(`${url}/webhooks`, { method: "POST", body, headers });
    await answer.text();
    return answer.status;
  } catch {
    return 0;
  }
}
