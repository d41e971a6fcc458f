import { changedFileShape } from "../shapes/commit-shape.ts";
import { pullShape, simplePullShape } from "../shapes/pull-shape.ts";
import { changesBetween } from "../state/changes.ts";
import type { Pull } from "../state/repository.ts";
import { type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";

/** Answers what concerns pull requests. */
export const pullsApi = {
  "pulls/list": (call) => {
    const repository = repositoryOf(call);
    const { state = "open", head, base } = call.query;
    const pulls = [...repository.pulls.values()].filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (base === undefined || pull.base === base) &&
        (head === undefined || head === `${pull.headRepository.owner.login}:${pull.headBranch}`),
    );
    return paginate(call, pulls.reverse(), (page) =>
      page.map((pull) => simplePullShape(call.world.urls, repository, pull)),
    );
  },
  "pulls/get": (call) => ({
    status: 200,
    body: pullShape(call.world.urls, repositoryOf(call), pullOf(call)),
  }),
  "pulls/list-files": (call) => {
    const repository = repositoryOf(call);
    const pull = pullOf(call);
    const head = found(pull.headRepository.commits.get(pull.headSha));
    const changes = changesBetween(repository.commits.get(pull.baseSha), head);
    return paginate(call, changes, (page) =>
      page.map((change) => changedFileShape(call.world.urls, repository, pull.headSha, change)),
    );
  },
} as const satisfies Readonly<Record<string, Handler>>;

function pullOf(call: Call): Pull {
  return found(repositoryOf(call).pulls.get(idOf(call, "pull_number")));
}
