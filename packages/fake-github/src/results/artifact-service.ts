import type { Method } from "./service.ts";
import type { ArtifactStore, StoredArtifact } from "./artifact-store.ts";

type Request = Readonly<Record<string, unknown>>;

/** Returns the methods of GitHub's service of artifacts, version 4 (`github.actions.results.api.v1.ArtifactService`). */
export function artifactService(store: ArtifactStore): Readonly<Record<string, Method>> {
  const asked = (request: Request) =>
    store.find(text(request["workflow_run_backend_id"]), text(request["name"]));
  return {
    CreateArtifact: (request: Request) => {
      if (asked(request)?.size !== undefined)
        return {
          status: 409,
          body: {
            code: "already_exists",
            msg: "an artifact with this name already exists on the workflow run",
          },
        };
      const days = Date.parse(text(request["expires_at"]));
      const type = text(request["mime_type"]);
      const artifact = store.create({
        run: text(request["workflow_run_backend_id"]),
        job: text(request["workflow_job_run_backend_id"]),
        name: text(request["name"]),
        ...(Number.isNaN(days) ? {} : { expiresAt: days }),
        ...(type === "" || type === "application/zip" ? {} : { contentType: type }),
      });
      return { status: 200, body: { ok: true, signed_upload_url: store.uploadUrl(artifact) } };
    },
    FinalizeArtifact: (request: Request) => {
      const artifact = asked(request);
      if (artifact === undefined) return notFound(request);
      store.finish(artifact, text(request["size"]), text(request["hash"]) || undefined);
      return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
    },
    ListArtifacts: (request: Request) => {
      const wanted = store
        .list(text(request["workflow_run_backend_id"]))
        .filter(
          ({ id, name }) =>
            (request["name_filter"] === undefined || request["name_filter"] === name) &&
            (request["id_filter"] === undefined || text(request["id_filter"]) === String(id)),
        );
      return { status: 200, body: { artifacts: wanted.map(listed) } };
    },
    GetSignedArtifactURL: (request: Request) => {
      const artifact = asked(request);
      if (artifact === undefined) return notFound(request);
      return { status: 200, body: { signed_url: store.downloadUrl(artifact) } };
    },
    DeleteArtifact: (request: Request) => {
      const artifact = asked(request);
      if (artifact === undefined) return notFound(request);
      store.remove(artifact);
      return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
    },
  };
}

/** Values of the protocol are text or numbers, some of them in a map of their own. */
function text(value: unknown): string {
  if (typeof value === "object" && value !== null && "value" in value) return text(value.value);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function listed({ id, run, job, name, size, digest, createdAt }: StoredArtifact): object {
  return {
    workflow_run_backend_id: run,
    workflow_job_run_backend_id: job,
    database_id: String(id),
    name,
    size,
    ...(createdAt === undefined ? {} : { created_at: new Date(createdAt).toISOString() }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function notFound(request: Request) {
  return { status: 404, body: { code: "not_found", msg: `there is no artifact ${text(request["name"])}` } };
}
