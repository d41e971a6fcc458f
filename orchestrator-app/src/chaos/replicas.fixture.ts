import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Is some replicas of the hub behind one address. */
export interface Replicas extends AsyncDisposable {
  readonly url: string;
  /** Kills one of them by SIGKILL, and starts it again a moment later. */
  readonly kill: (index: number) => Promise<void>;
  readonly kills: () => number;
  /** Returns what they wrote to standard error. */
  readonly written: () => string;
}

interface Replica {
  child: ChildProcess | undefined;
  port: number | undefined;
}

/** Starts replicas that share an environment, and a balancer that tries one after the other, as a reverse proxy does. */
export async function startReplicas(
  count: number,
  environment: Readonly<Record<string, string>>,
): Promise<Replicas> {
  const replicas: Replica[] = Array.from({ length: count }, () => ({ child: undefined, port: undefined }));
  let written = "";
  let kills = 0;
  let isClosing = false;
  const start = async (replica: Replica): Promise<void> => {
    const child = spawn(process.execPath, [main, "--port", "0"], {
      env: { PATH: process.env["PATH"] ?? "", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    replica.child = child;
    child.stderr.on("data", (chunk: Buffer) => (written += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      createInterface(child.stdout).on("line", (line) => {
        const said = JSON.parse(line) as { readonly msg: string; readonly port?: number };
        if (said.msg !== "the hub listens") return;
        replica.port = said.port;
        resolve();
      });
      child.once("exit", (status, signal) => {
        replica.port = undefined;
        if (signal !== "SIGKILL" && !isClosing) reject(new Error(`a hub ended with ${status}: ${written}`));
        else resolve();
      });
    });
  };
  for (const replica of replicas) await start(replica);

  const server = createServer((incoming, outgoing) => {
    const ports = replicas.flatMap(({ port }) => port ?? []);
    const port = ports[Math.floor(ports.length / 2)];
    const { method, url, headers } = incoming;
    const refuse = () => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    };
    if (port === undefined) return refuse();
    const behind = request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    behind.on("error", refuse);
    incoming.pipe(behind);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kills: () => kills,
    written: () => written,
    kill: async (index) => {
      const replica = replicas[index % count];
      const { child } = replica ?? {};
      if (replica === undefined || child === undefined || replica.port === undefined) return;
      kills++;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await start(replica);
    },
    [Symbol.asyncDispose]: async () => {
      isClosing = true;
      await Promise.all(
        replicas.map(async ({ child }) => {
          if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, "exit");
          child.kill("SIGTERM");
          await ended;
        }),
      );
      server.close();
      server.closeAllConnections();
    },
  };
}
