import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { listenLocally } from "./listen-locally.ts";

export interface ServedRequest {
  readonly path: string;
  readonly status: number;
  /** Length of the body. */
  readonly bytes: number;
}

export interface FileServer extends AsyncDisposable {
  readonly port: number;
  /** All requests so far, in the order in which they were answered. */
  readonly requests: readonly ServedRequest[];
}

/**
 * Serves the files of a directory over HTTP on the loopback interface, to anyone on this machine, until disposed of.
 * The directory need not exist yet.
 */
export async function serveDirectory(directory: string): Promise<FileServer> {
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      const file = await fileOf(directory, path);
      if (file === undefined || request.method !== "GET") {
        requests.push({ path, status: 404, bytes: 0 });
        response.writeHead(404).end();
        return;
      }
      requests.push({ path, status: 200, bytes: file.size });
      response.writeHead(200, { "content-length": file.size, "content-type": "application/octet-stream" });
      await pipeline(createReadStream(file.path), response);
      // A client that disconnects halfway is no failure of the server.
    })().catch(() => response.destroy());
  });
  return { ...(await listenLocally(server)), requests };
}

/** Resolves a path; undefined unless it leads to a file below the root. */
async function fileOf(directory: string, path: string): Promise<{ path: string; size: number } | undefined> {
  try {
    const root = await realpath(directory);
    const real = await realpath(join(root, decodeURIComponent(path)));
    const found = await stat(real);
    return real.startsWith(`${root}${sep}`) && found.isFile() ? { path: real, size: found.size } : undefined;
  } catch {
    return undefined;
  }
}
