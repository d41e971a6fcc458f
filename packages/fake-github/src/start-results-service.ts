import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { answerBlob } from "./results/answer-blob.ts";
import { artifactService } from "./results/artifact-service.ts";
import { artifactStore } from "./results/artifact-store.ts";
import { blobStore } from "./results/blob-store.ts";
import { cacheService } from "./results/cache-service.ts";
import { type Fault, type FaultPlace, faultsOf } from "./fault-plan.ts";
import { type JobIds, runtimeToken } from "./results/runtime-token.ts";
import type { Answer, Services } from "./results/service.ts";

/** Is a running stand-in for the services that a runner gives to actions. */
export interface ResultsService {
  /** Variables that a runner gives to JavaScript actions, and to nobody else. */
  readonly variables: Readonly<Record<string, string>>;
  readonly url: string;
  /** Calls and transfers so far, such as `CreateArtifact` and `PUT artifact-1.zip`. */
  readonly calls: readonly string[];
  readonly close: () => Promise<void>;
}

interface Options {
  /** Where blobs are kept. */
  readonly directory: string;
  readonly faults?: readonly Fault[];
  readonly ids?: JobIds;
}

const ofThisRun: JobIds = {
  run: "ce7f54c7-61c7-4aae-887f-30da475f5f1a",
  job: "ca395085-040a-526b-2ce8-bdc85f692774",
};

/** Starts the services of artifacts and caches on a free port of this machine. */
export async function startResultsService({
  directory,
  faults = [],
  ids = ofThisRun,
}: Options): Promise<ResultsService> {
  const store = blobStore(directory);
  const due = faultsOf(faults);
  const calls: string[] = [];
  let lastId = 0;
  let url = "";
  // Azure's signatures are unescaped base64 and end in "=", which some clients and servers do not get right.
  const services: Services = {
    urlOf: (blob) => `${url}blob/${blob}?sig=c2lnbmF0dXJl%3D`,
    newId: () => ++lastId,
  };
  const methods = { ...artifactService(artifactStore(services)), ...cacheService(services) };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const place = placeOf(request.method ?? "", pathname);
    const name = pathname.split("/").at(-1) ?? "";
    calls.push(pathname.startsWith("/blob/") ? `${request.method} ${name}` : name);
    const fault = place === undefined ? undefined : due(place);
    if (fault === "down") {
      request.destroy();
      return;
    }
    if (pathname.startsWith("/blob/")) {
      if (fault === "error") response.writeHead(503).end();
      else
        await answerBlob(
          { store, blob: name, parameters: searchParams, damaged: fault === "damage" },
          request,
          response,
        );
      return;
    }
    const body = JSON.parse((await buffer(request)).toString() || "{}");
    const { status, body: text } = refused(fault) ?? methods[name]?.(body) ?? unknown(name);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(text));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    calls,
    variables: {
      ACTIONS_RESULTS_URL: url,
      ACTIONS_RUNTIME_URL: url,
      ACTIONS_CACHE_URL: url,
      ACTIONS_CACHE_SERVICE_V2: "1",
      ACTIONS_RUNTIME_TOKEN: runtimeToken(ids),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function placeOf(method: string, pathname: string): FaultPlace | undefined {
  if (pathname.startsWith("/blob/")) return method === "PUT" ? "upload" : "download";
  if (pathname.includes("ArtifactService")) return "artifact";
  return pathname.includes("CacheService") ? "cache" : undefined;
}

function refused(fault: Fault["kind"] | undefined): Answer | undefined {
  if (fault === "error") return { status: 503, body: { code: "unavailable", msg: "the service is down" } };
  if (fault === "full")
    return {
      status: 403,
      body: {
        code: "resource_exhausted",
        msg: "Artifact storage quota has been hit. Unable to upload any new artifacts.",
      },
    };
  return undefined;
}

function unknown(name: string): Answer {
  return { status: 404, body: { code: "bad_route", msg: `there is no method ${name}` } };
}
