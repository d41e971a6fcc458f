import { DebootcError } from "@debootc/core/error/debootc-error";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Is the hub's HTTP server while it listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes no new request, waits for those that are under way, and then cuts what is left. */
  readonly stop: () => Promise<void>;
}

const patience = 10_000;

/** Starts to listen for requests. Slow ones are cut off, so that none takes a connection for long. Throws `hub-settings-invalid`. */
export async function startHttpServer(
  app: Hono<{ Bindings: HttpBindings }>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    serverOptions: {
      headersTimeout: 5000,
      // The whole request; how long an answer takes is not bounded by it.
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16_384,
    },
  }) as Server;
  server.maxConnections = 4000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): DebootcError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: "something else listens there",
    EACCES: "this user may not listen there",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no host of that name",
  };
  return new DebootcError(
    error.code === "EADDRINUSE" ? "in-use" : "hub-settings-invalid",
    `cannot listen at ${host} port ${port}: ${reasons[error.code ?? ""] ?? error.message}`,
    { hint: "Give the hub another --port or --host.", cause: error },
  );
}
