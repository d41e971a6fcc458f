import type { Method, Services } from "./service.ts";

interface Artifact {
  readonly id: number;
  readonly run: string;
  readonly job: string;
  readonly name: string;
  readonly blob: string;
  readonly size?: string;
  readonly digest?: string;
}

/** Returns the methods of GitHub's service of artifacts, version 4 (`github.actions.results.api.v1.ArtifactService`). */
export function artifactService({ urlOf, newId }: Services): Readonly<Record<string, Method>> {
  const artifacts = new Map<string, Artifact>();
  const keyOf = (request: Request) => [text(request.workflow_run_backend_id), text(request.name)].join("/");
  const finished = (run: unknown) =>
    [...artifacts.values()].filter((artifact) => artifact.run === run && artifact.size !== undefined);
  return {
    CreateArtifact: (request: Request) => {
      const key = keyOf(request);
      if (artifacts.get(key)?.size !== undefined)
        return {
          status: 409,
          body: {
            code: "already_exists",
            msg: "an artifact with this name already exists on the workflow run",
          },
        };
      const id = newId();
      const [run, job, name] = [
        request.workflow_run_backend_id,
        request.workflow_job_run_backend_id,
        request.name,
      ].map(String);
      artifacts.set(key, {
        id,
        run: run ?? "",
        job: job ?? "",
        name: name ?? "",
        blob: `artifact-${id}.zip`,
      });
      return { status: 200, body: { ok: true, signed_upload_url: urlOf(`artifact-${id}.zip`) } };
    },
    FinalizeArtifact: (request: Request) => {
      const key = keyOf(request);
      const artifact = artifacts.get(key);
      if (artifact === undefined) return notFound(request);
      const digest = request.hash === undefined ? {} : { digest: text(request.hash) };
      artifacts.set(key, { ...artifact, size: String(request.size), ...digest });
      return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
    },
    ListArtifacts: (request: Request) => {
      const wanted = finished(request.workflow_run_backend_id).filter(
        ({ id, name }) =>
          (request.name_filter === undefined || request.name_filter === name) &&
          (request.id_filter === undefined || text(request.id_filter) === String(id)),
      );
      return { status: 200, body: { artifacts: wanted.map(listed) } };
    },
    GetSignedArtifactURL: (request: Request) => {
      const artifact = artifacts.get(keyOf(request));
      if (artifact === undefined) return notFound(request);
      return { status: 200, body: { signed_url: urlOf(artifact.blob) } };
    },
    DeleteArtifact: (request: Request) => {
      const artifact = artifacts.get(keyOf(request));
      if (artifact === undefined) return notFound(request);
      artifacts.delete(keyOf(request));
      return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
    },
  };
}

type Request = Readonly<Record<string, unknown>>;

/** All values of the protocol are text or numbers. */
function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function listed({ id, run, job, name, size, digest }: Artifact): object {
  return {
    workflow_run_backend_id: run,
    workflow_job_run_backend_id: job,
    database_id: String(id),
    name,
    size,
    ...(digest === undefined ? {} : { digest }),
  };
}

function notFound(request: Request) {
  return { status: 404, body: { code: "not_found", msg: `there is no artifact ${String(request.name)}` } };
}
