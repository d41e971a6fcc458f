import { jobToken } from "../apps/job-token.ts";
import { secret } from "../apps/create-app.ts";
import { runtimeToken } from "../results/runtime-token.ts";
import { repositoryShape } from "../shapes/repository-shape.ts";
import { userShape } from "../shapes/user-shape.ts";
import { fullRef } from "../state/find.ts";
import { fullName } from "../state/repository.ts";
import type { JobMessage } from "../state/job-message.ts";
import type { JobAccess, World } from "../state/world.ts";
import { backendIds } from "./backend-ids.ts";
import { latestJobs, needsOf } from "./jobs.ts";

const restricted = { metadata: "read", contents: "read", packages: "read" };

/** Returns all that a runner needs to know for a job, with tokens of its own, which end with the job. */
export function jobMessage(world: World, access: JobAccess): JobMessage {
  const { repository, run, job } = access;
  const { plan } = job;
  const permissions = plan.permissions ?? restricted;
  const runtime = runtimeToken(backendIds(run, job), secret(world, 40));
  world.jobTokens.set(runtime, access);
  const ref = fullRef(repository, run.headBranch);
  const services = `${world.urls.html}/`;
  return {
    job: { id: job.id, key: plan.key ?? plan.name, name: plan.name, labels: plan.labels, permissions },
    ...(plan.matrix === undefined ? {} : { matrix: plan.matrix }),
    needs: needsOf(plan, latestJobs(repository, run)),
    run: {
      ...{ id: run.id, number: run.number, attempt: job.attempt, title: run.title, event: run.event },
      ...{ sha: run.headSha, ref, refName: ref.replace(/^refs\/(heads|tags)\//, "") },
      actor: run.actor.login,
    },
    workflow: { path: run.workflow.path, name: run.workflow.name },
    repository: {
      ...{ name: fullName(repository), private: repository.private },
      cloneUrl: `${world.urls.html}/${fullName(repository)}.git`,
    },
    inputs: run.inputs,
    event: {
      ...{ inputs: run.inputs, ref, workflow: run.workflow.path },
      repository: repositoryShape(world.urls, repository),
      sender: userShape(world.urls, run.actor),
    },
    urls: { api: world.urls.api, server: world.urls.html },
    token: jobToken(world, access, permissions).token,
    variables: {
      ...{ ACTIONS_RESULTS_URL: services, ACTIONS_RUNTIME_URL: services, ACTIONS_CACHE_URL: services },
      ...{ ACTIONS_CACHE_SERVICE_V2: "1", ACTIONS_RUNTIME_TOKEN: runtime },
    },
  };
}
