import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { artifactsOfWorld, blobPath, signedUrl } from "../actions/artifacts.ts";
import { runOfBackendId } from "../actions/backend-ids.ts";
import { answerBlob } from "../results/answer-blob.ts";
import { artifactService } from "../results/artifact-service.ts";
import { cacheService } from "../results/cache-service.ts";
import type { Method, Services } from "../results/service.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import type { Service } from "./service.ts";

const prefix = "github.actions.results.api.v1.";
const timeOfCaches = 3_600_000;

type Methods = Readonly<Record<string, Method>>;

/**
 * Serves what the runner of a job gives to actions: artifacts, which belong to the run of the job, and caches, which belong
 * to its repository. Who calls is known by the token of the job.
 */
export function giveResultsService(app: Hono<{ Bindings: HttpBindings }>, { world, faults }: Service): void {
  const artifacts: Methods = artifactService(artifactsOfWorld(world));
  const caches = new WeakMap<Repository, Methods>();
  const cachesOf = (repository: Repository) => {
    const known = caches.get(repository) ?? cacheService({ newId: world.newId, urlOf: cacheUrl(world) });
    caches.set(repository, known);
    return known;
  };
  app.post("/twirp/:service/:method", async (context) => {
    const { service, method: name } = context.req.param();
    const token = /^bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
    const access = world.jobTokens.get(token);
    if (access === undefined || token.startsWith("ghs_"))
      return context.json({ code: "unauthenticated", msg: "the token belongs to no job that runs" }, 401);
    const body = ((await context.req.json().catch(() => ({}))) ?? {}) as Record<string, unknown>;
    const isArtifact = service === `${prefix}ArtifactService`;
    const run = runOfBackendId(String(body["workflow_run_backend_id"]));
    if (isArtifact && run?.run !== access.run.id)
      return context.json({ code: "permission_denied", msg: "the token belongs to another run" }, 403);
    const method = (isArtifact ? artifacts : cachesOf(access.repository))[name];
    if (method === undefined)
      return context.json({ code: "bad_route", msg: `there is no method ${name}` }, 404);
    const { status, body: answer } = method(body);
    return context.json(answer, status as 200);
  });
  app.on(["GET", "HEAD", "PUT"], blobPath(":blob"), async (context) => {
    const { incoming, outgoing } = context.env;
    const blob = context.req.param("blob") ?? "";
    const parameters = new URL(context.req.url).searchParams;
    const grant = world.signer.read(blobPath(blob), parameters, world.clock.now());
    if (grant?.permission !== (context.req.method === "PUT" ? "write" : "read"))
      return context.text("Server failed to authenticate the request.", 403, {
        "x-ms-error-code": "AuthenticationFailed",
      });
    const fault = context.req.method === "GET" ? faults.ofDownload() : undefined;
    if (fault?.do === "unavailable")
      return context.text("The server is busy.", 503, { "x-ms-error-code": "ServerBusy" });
    const asked = {
      ...{ store: world.blobs, blob, parameters, damaged: fault?.do === "damage" },
      ...(fault?.do === "cut" ? { cutAt: fault.bytes ?? 1000 } : {}),
    };
    await answerBlob(asked, incoming, outgoing).catch(() => outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  });
}

function cacheUrl(world: World): Services["urlOf"] {
  return (blob, permission) =>
    signedUrl(world, blob, { permission, expiresAt: world.clock.now() + timeOfCaches });
}
