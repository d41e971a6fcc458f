import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Is a server on this machine, until it is disposed of: then open connections are cut. */
export interface LocalServer extends AsyncDisposable {
  readonly port: number;
}

/** Lets a server listen on 127.0.0.1, at a port that is free. Throws what the system has to say. */
export async function listenLocally(server: Server): Promise<LocalServer> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
