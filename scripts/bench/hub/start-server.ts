import { createInterface } from "node:readline";
import { runStream } from "@debootc/tools/run";

/** Is a server in a process of its own. */
export interface Started extends AsyncDisposable {
  readonly port: number;
  /** How long it took until it listened, in seconds. */
  readonly seconds: number;
  /** Ends it in good order. */
  readonly stop: () => Promise<void>;
}

/** Starts a script that prints a line of JSON with its port once it listens. */
export async function startServer(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<Started> {
  const began = performance.now();
  const stopping = new AbortController();
  const child = runStream({
    tool: process.execPath,
    args: [script],
    env: { ...environment, DEBOOTC_HUB_PORT: "0" },
    signal: stopping.signal,
  });
  const port = new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const said = JSON.parse(line) as { readonly msg: string; readonly port?: number };
      if (said.msg === "the hub listens" && said.port !== undefined) resolve(said.port);
    });
    child.done.then(() => reject(new Error(`${script} ended`)), reject);
  });
  const stop = async () => {
    stopping.abort();
    await child.done.catch(() => {});
  };
  const end = async () => {
    child.kill();
    await child.done.catch(() => {});
  };
  return { port: await port, seconds: (performance.now() - began) / 1000, stop, [Symbol.asyncDispose]: end };
}
