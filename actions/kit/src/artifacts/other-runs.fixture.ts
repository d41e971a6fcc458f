import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly content: Buffer;
  readonly digest: string | null;
}

/** Plays the part of GitHub's API that has artifacts of other runs, for a job whose token is `token`. */
export async function startOtherRuns(token = "job-token") {
  const artifacts: Artifact[] = [];
  let base = "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", base);
    const json = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const found = (pattern: RegExp) => Number(pattern.exec(pathname)?.[1] ?? 0);
    const blob = artifacts.find(({ id }) => id === found(/^\/blob\/(\d+)\.zip$/));
    if (blob !== undefined) {
      response.writeHead(200, { "content-type": "application/zip" }).end(blob.content);
      return;
    }
    if (request.headers.authorization !== `token ${token}`) {
      json(403, { message: "Resource not accessible by integration" });
      return;
    }
    const zip = found(/^\/repos\/me\/images\/actions\/artifacts\/(\d+)\/zip$/);
    if (zip !== 0) {
      response.writeHead(302, { location: `${base}/blob/${zip}.zip` }).end();
      return;
    }
    const ofRun = artifacts.filter(
      ({ run }) => run === found(/^\/repos\/me\/images\/actions\/runs\/(\d+)\//),
    );
    json(200, {
      total_count: ofRun.length,
      artifacts: ofRun.map(({ content, ...one }) => ({ ...one, size_in_bytes: content.length })),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: base,
    /** Adds an artifact; `shown` is what its digest is said to be of. */
    add: (run: number, name: string, content: Buffer, shown: Buffer | null = content) => {
      const digest = shown && `sha256:${createHash("sha256").update(shown).digest("hex")}`;
      artifacts.push({ id: artifacts.length + 1, run, name, content, digest });
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
