import { createServer } from "node:http";
import { listenLocally } from "./listen-locally.ts";

/** Returns a port of 127.0.0.1 that nothing listens at. */
export async function freePort(): Promise<number> {
  await using server = await listenLocally(createServer());
  return server.port;
}
