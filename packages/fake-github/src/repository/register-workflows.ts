import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { readWorkflowFile } from "../state/workflow-file.ts";

const workflowFile = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Makes workflows known that the default branch has, as GitHub does on a push. */
export function registerWorkflows(world: World, repository: Repository): void {
  const sha = repository.branches.get(repository.defaultBranch);
  const tree = sha === undefined ? undefined : repository.commits.get(sha)?.tree;
  for (const [path, content] of tree ?? []) {
    if (!workflowFile.test(path)) continue;
    const name = readWorkflowFile(content.toString())?.name ?? path;
    const known = repository.workflows.get(path);
    if (known === undefined)
      repository.workflows.set(path, {
        ...{ id: world.newId(), path, name, state: "active", createdAt: world.clock.now() },
      });
    else known.name = name;
  }
}
