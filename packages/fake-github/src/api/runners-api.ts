import { createRunner, removeRunner } from "../actions/runners.ts";
import { runnerShape } from "../shapes/runner-shape.ts";
import type { Runner } from "../state/runner.ts";
import type { World } from "../state/world.ts";
import { ApiError } from "./api-error.ts";
import { type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";
import { textIn } from "./text-in.ts";

/** The only runner group that a repository outside an enterprise has. */
const defaultGroup = 1;

/** Answers what concerns the runners of a repository. */
export const runnersApi = {
  "actions/generate-runner-jitconfig-for-repo": (call) => {
    const { world, body } = call;
    const repository = repositoryOf(call);
    const name = String(body["name"]);
    const labels = (body["labels"] as readonly unknown[]).map(String);
    const groupId = Number(body["runner_group_id"]);
    if (groupId !== defaultGroup) throw new ApiError(404, "Not Found");
    if (name.length === 0 || name.length > 64)
      throw new ApiError(422, "Runner name must be between 1 and 64 characters");
    const wrong = labels.find((label) => label.length === 0 || label.length > 256 || label.includes(","));
    if (wrong !== undefined) throw new ApiError(422, `Label '${wrong}' is not valid`);
    if ([...repository.runners.values()].some((runner) => runner.name === name))
      throw new ApiError(409, `Already exists - A runner with the name *** already exists.`);
    const workFolder = textIn(body, "work_folder") ?? "_work";
    const runner = createRunner(world, repository, { name, labels, groupId, workFolder });
    return {
      status: 201,
      body: { runner: runnerShape(runner), encoded_jit_config: jitConfig(world, runner) },
    };
  },
  "actions/list-self-hosted-runners-for-repo": (call) => {
    const { name } = call.query;
    const runners = [...repositoryOf(call).runners.values()].filter(
      (runner) => name === undefined || runner.name === name,
    );
    return paginate(call, runners, (page, total) => ({
      total_count: total,
      runners: page.map(runnerShape),
    }));
  },
  "actions/get-self-hosted-runner-for-repo": (call) => ({ status: 200, body: runnerShape(runnerOf(call)) }),
  "actions/delete-self-hosted-runner-from-repo": (call) => {
    const runner = runnerOf(call);
    if (!removeRunner(call.world, repositoryOf(call), runner))
      throw new ApiError(422, `Bad request - Runner "${runner.name}" is still running a job"`);
    return { status: 204 };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function runnerOf(call: Call): Runner {
  return found(repositoryOf(call).runners.get(idOf(call, "runner_id")));
}

/** Has the form of the real one, a map of files; a runner that is not of GitHub finds in it who it is, and where to call. */
function jitConfig({ urls }: World, { id, name, workFolder, secret }: Runner): string {
  const file = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64");
  const files = {
    ".runner": file({
      AgentId: String(id),
      AgentName: name,
      PoolId: "1",
      PoolName: "Default",
      Ephemeral: "True",
      ServerUrl: urls.api,
      WorkFolder: workFolder,
    }),
    ".credentials": file({ Scheme: "OAuth", Data: { ClientId: `fake-${id}`, Secret: secret } }),
  };
  return Buffer.from(JSON.stringify(files)).toString("base64");
}
