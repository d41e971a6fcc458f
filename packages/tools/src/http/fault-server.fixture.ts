import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clientProcess } from "./client-process.fixture.ts";
import { listenLocally } from "./listen-locally.ts";

/** Describes what goes wrong with one answer. */
export type Fault =
  | { readonly kind: "status"; readonly status: number }
  /** The right number of bytes with the wrong values. */
  | { readonly kind: "corrupt" }
  /** Announces the whole file, sends only the first `after` bytes, and closes. */
  | { readonly kind: "truncate"; readonly after: number }
  /** Sends the first `after` bytes, then nothing, and keeps the connection open. */
  | { readonly kind: "stall"; readonly after: number }
  /** Sends the first `after` bytes and resets the connection. */
  | { readonly kind: "reset"; readonly after: number }
  | { readonly kind: "redirect"; readonly location: string }
  /** Sends bytes for as long as anybody takes them, with `announced` as their number or without any. */
  | { readonly kind: "endless"; readonly announced?: number }
  /** Sends a byte of the header, or of a body of 5000 bytes, ten times a second. */
  | { readonly kind: "drip"; readonly part: "header" | "body" }
  /** Sends a header with a field of that many bytes. */
  | { readonly kind: "long-header"; readonly bytes: number }
  /** Kills the process that asks, as its own fault would. */
  | { readonly kind: "crash" }
  | { readonly kind: "ignore-range" };

export interface ServedRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: ServedRequest[];
  /** Chooses the fault for the n-th request (from 0) of a path; undefined for a good answer. */
  plan: (path: string, attempt: number) => Fault | undefined;
}

/** Serves a directory over HTTP with ranges and If-Modified-Since, and with planned faults. */
export async function startFaultServer(directory: string): Promise<FaultServer> {
  const requests: ServedRequest[] = [];
  const attempts = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const attempt = attempts.get(path) ?? 0;
    attempts.set(path, attempt + 1);
    const { range, authorization } = request.headers;
    requests.push({ path, range, authorization });
    answer({ directory, path, request, response, fault: started.plan(path, attempt) }).catch(
      (error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      },
    );
  });
  const { port, ...disposable } = await listenLocally(server);
  const started: FaultServer = {
    url: `http://127.0.0.1:${port}`,
    requests,
    plan: () => undefined,
    ...disposable,
  };
  return started;
}

interface Exchange {
  readonly directory: string;
  readonly path: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: Fault | undefined;
}

async function answer({ directory, path, request, response, fault }: Exchange): Promise<void> {
  if (fault?.kind === "status") return void response.writeHead(fault.status).end("planned fault\n");
  if (fault?.kind === "redirect") return void response.writeHead(302, { location: fault.location }).end();
  if (fault?.kind === "endless") return sendEndlessly(response, fault.announced);
  if (fault?.kind === "crash") return void process.kill(await clientProcess(request.socket), "SIGSEGV");
  if (fault?.kind === "drip") return drip(response, fault.part);
  if (fault?.kind === "long-header")
    return void response.socket?.end(`HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(fault.bytes)}\r\n\r\n`);
  const file = join(directory, path);
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) return void response.writeHead(404).end("not here\n");
  const modified = (await stat(file)).mtime;
  modified.setMilliseconds(0);
  const since = request.headers["if-modified-since"];
  if (since !== undefined && Date.parse(since) >= modified.getTime())
    return void response.writeHead(304).end();

  const start =
    fault?.kind === "ignore-range" ? 0 : Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (start >= content.length && start > 0) return void response.writeHead(416).end();
  const body =
    fault?.kind === "corrupt" ? Buffer.alloc(content.length - start, "lie") : content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    "content-length": body.length,
    "last-modified": modified.toUTCString(),
    ...(start > 0 ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (fault?.kind === "truncate" || fault?.kind === "reset" || fault?.kind === "stall") {
    await new Promise((resolve) => {
      response.write(body.subarray(0, fault.after), resolve);
    });
    // A reader that is cut off at once may lose what it has not read yet.
    await sleep(50);
    if (fault.kind === "truncate") response.socket?.end();
    if (fault.kind === "reset") response.socket?.resetAndDestroy();
    return;
  }
  response.end(body);
}

async function sendEndlessly(response: ServerResponse, announced: number | undefined): Promise<void> {
  response.writeHead(200, announced === undefined ? {} : { "content-length": announced });
  const chunk = Buffer.alloc(65_536, "x");
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  while (!response.destroyed) {
    if (!response.write(chunk)) await once(response, "drain", { signal: closed.signal }).catch(() => {});
  }
}

async function drip(response: ServerResponse, part: "header" | "body"): Promise<void> {
  const { socket } = response;
  if (part === "header") socket?.write("HTTP/1.1 200 OK\r\nX-Drip: ");
  else response.writeHead(200, { "content-length": 5000 });
  while (socket !== null && !socket.destroyed) {
    if (part === "header") socket.write("x");
    else response.write("x");
    await sleep(100);
  }
}
