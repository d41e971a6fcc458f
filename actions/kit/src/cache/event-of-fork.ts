import * as z from "zod";

const repositorySchema = z.object({ full_name: z.string() }).nullish();
const eventSchema = z.object({
  pull_request: z.object({ head: z.object({ repo: repositorySchema }) }).optional(),
  workflow_run: z.object({ head_repository: repositorySchema }).optional(),
});

interface TriggeringEvent {
  /** As in GITHUB_EVENT_NAME. */
  readonly name: string;
  /** The content of the file of GITHUB_EVENT_PATH. */
  readonly payload: unknown;
  /** As in GITHUB_REPOSITORY. */
  readonly repository: string;
}

/**
 * Returns whether somebody who cannot write to the repository may have started the run: with a pull request of a fork, a run
 * that followed one, or `pull_request_target`, which has the rights of the repository. One whose fork is gone, or whose
 * event cannot be read, counts too.
 */
export function isEventOfFork({ name, payload, repository }: TriggeringEvent): boolean {
  if (name === "pull_request_target") return true;
  if (!/^(pull_request|workflow_run)/.test(name)) return false;
  const { success, data } = eventSchema.safeParse(payload);
  if (!success) return true;
  const { pull_request: pull, workflow_run: run } = data;
  const source = name === "workflow_run" ? run?.head_repository : pull?.head.repo;
  return source?.full_name.toLowerCase() !== repository.toLowerCase();
}
