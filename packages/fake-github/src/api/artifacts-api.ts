import { downloadUrl, removeArtifact } from "../actions/artifacts.ts";
import { artifactShape } from "../shapes/workflow-shape.ts";
import type { Artifact } from "../state/workflow.ts";
import { ApiError } from "./api-error.ts";
import { type Answer, type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";

/** GitHub's redirects to the bytes of an artifact hold for a minute. */
const timeToFollow = 60_000;

/** Answers what concerns the artifacts of runs. */
export const artifactsApi = {
  "actions/list-workflow-run-artifacts": (call) => {
    const run = found(repositoryOf(call).runs.get(idOf(call, "run_id")));
    return listArtifacts(call, ({ runId }) => runId === run.id);
  },
  "actions/list-artifacts-for-repo": (call) => listArtifacts(call, () => true),
  "actions/get-artifact": (call) => ({
    status: 200,
    body: artifactShape(call.world.urls, repositoryOf(call), artifactOf(call), call.world.clock.now()),
  }),
  "actions/download-artifact": (call) => {
    const { world } = call;
    const artifact = artifactOf(call);
    if (call.params["archive_format"] !== "zip") throw new ApiError(404, "Not Found");
    if (artifact.expiresAt <= world.clock.now()) throw new ApiError(410, "Artifact has expired");
    return { status: 302, headers: { location: downloadUrl(world, artifact, timeToFollow) } };
  },
  "actions/delete-artifact": (call) => {
    removeArtifact(call.world, repositoryOf(call), artifactOf(call));
    return { status: 204 };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function artifactOf(call: Call): Artifact {
  return found(repositoryOf(call).artifacts.get(idOf(call, "artifact_id")));
}

/** The newest comes first. */
function listArtifacts(call: Call, isWanted: (artifact: Artifact) => boolean): Answer {
  const { world, query } = call;
  const repository = repositoryOf(call);
  const artifacts = [...repository.artifacts.values()]
    .filter(
      (artifact) => isWanted(artifact) && (query["name"] === undefined || query["name"] === artifact.name),
    )
    .reverse();
  return paginate(call, artifacts, (page, total) => ({
    total_count: total,
    artifacts: page.map((artifact) => artifactShape(world.urls, repository, artifact, world.clock.now())),
  }));
}
