import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { listenLocally } from "@debootc/tools/http/listen-locally";

/** Describes what goes wrong with one request. */
export type ProxyFault =
  /** Answers in place of the registry. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Ends both connections when that many bytes of the body have gone by. */
  | { readonly kind: "drop"; readonly after: number }
  /** Gives the registry that many bytes of the body as if they were all, keeps its answer, and ends the connection. */
  | { readonly kind: "cut"; readonly after: number }
  /** Takes the request, and never answers. */
  | { readonly kind: "stall" }
  /** Changes the first byte of the body on the way. */
  | { readonly kind: "garble" }
  /** Changes the first byte of the answer on the way. */
  | { readonly kind: "garble-answer" }
  /** Changes a header of the answer. */
  | { readonly kind: "header"; readonly name: string; readonly value: string };

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** How many requests of this method went before it. */
  readonly nth: number;
  /** Status of the answer; absent if there was none. */
  status?: number;
}

export interface FaultProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly registry: string;
  readonly requests: ProxiedRequest[];
  plan: (request: ProxiedRequest) => ProxyFault | undefined;
}

/** Stands before a registry on this machine, and does what is planned to requests. */
export async function startFaultProxy(registryPort: number): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const counts = new Map<string, number>();
  /** Where an upload goes on that was cut, by the path where it began. */
  const moved = new Map<string, string>();
  const server = createServer((incoming, response) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const nth = counts.get(method) ?? 0;
    counts.set(method, nth + 1);
    const proxied: ProxiedRequest = { method, path, headers, nth };
    requests.push(proxied);
    response.on("finish", () => {
      proxied.status = response.statusCode;
    });
    answer({ registryPort, proxied, incoming, response, moved, fault: proxy.plan(proxied) }).catch(() =>
      response.destroy(),
    );
  });
  const { port, ...disposable } = await listenLocally(server);
  const proxy: FaultProxy = {
    registry: `127.0.0.1:${port}`,
    requests,
    plan: () => undefined,
    ...disposable,
  };
  return proxy;
}

interface Exchange {
  readonly registryPort: number;
  readonly proxied: ProxiedRequest;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly moved: Map<string, string>;
  readonly fault: ProxyFault | undefined;
}

async function answer(exchange: Exchange): Promise<void> {
  const { proxied, incoming, response, moved, fault } = exchange;
  if (fault?.kind === "status") {
    incoming.resume();
    return void response.writeHead(fault.status, fault.headers).end();
  }
  if (fault?.kind === "stall") return void incoming.resume();
  if (fault?.kind === "drop") return drop(exchange, fault.after);
  const body = await buffer(incoming);
  if (fault?.kind === "cut") {
    const { headers } = await forward(exchange, proxied.path, body.subarray(0, fault.after));
    moved.set(
      proxied.path,
      new URL(headers.location ?? "", "http://localhost").pathname +
        new URL(headers.location ?? "", "http://localhost").search,
    );
    return void incoming.socket.resetAndDestroy();
  }
  if (fault?.kind === "garble") body[0] = (body[0] ?? 0) ^ 1;
  const path = proxied.method === "GET" ? (moved.get(proxied.path) ?? proxied.path) : proxied.path;
  const { status, headers, content } = await forward(exchange, path, body);
  if (fault?.kind === "garble-answer") content[0] = (content[0] ?? 0) ^ 1;
  response.writeHead(status, {
    ...headers,
    ...(fault?.kind === "header" ? { [fault.name]: fault.value } : {}),
  });
  response.end(content);
}

async function forward({ registryPort, proxied }: Exchange, path: string, body: Buffer) {
  const { "content-length": _length, "transfer-encoding": _encoding, ...headers } = proxied.headers;
  const found = await new Promise<IncomingMessage>((resolve, reject) => {
    request(
      {
        ...{ host: "127.0.0.1", port: registryPort, path, method: proxied.method },
        headers: {
          ...headers,
          ...(proxied.method === "GET" || proxied.method === "HEAD" ? {} : { "content-length": body.length }),
        },
      },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
  return { status: found.statusCode ?? 0, headers: found.headers, content: await buffer(found) };
}

/** Passes on the beginning of a body, and then nothing of either connection is left. */
async function drop({ registryPort, proxied, incoming }: Exchange, after: number): Promise<void> {
  const { path, method, headers } = proxied;
  const outgoing = request({ host: "127.0.0.1", port: registryPort, path, method, headers }).on(
    "error",
    () => {},
  );
  let passed = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    outgoing.write(chunk.subarray(0, after - passed));
    passed += chunk.length;
    if (passed >= after) break;
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  outgoing.destroy();
  incoming.socket.resetAndDestroy();
}
