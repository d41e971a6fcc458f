import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ChecksOf } from "../channels/promote-channel.ts";
import type { Database } from "../database/database.ts";
import { checkConclusions } from "../github/check-conclusions.ts";
import { repositoryAt } from "../github/repository-at.ts";
import type { AppSource } from "./app-source.ts";
import { githubCall } from "./github-call.ts";

interface Asking {
  readonly database: Database;
  readonly app: AppSource;
  readonly clock: () => Date;
}

/** Returns what asks GitHub for the check runs of a commit. Without an App it throws `github-refused`. */
export function checksOf({ database, app, clock }: Asking): ChecksOf {
  const call = githubCall({ database, app, clock });
  return async (repositoryId, sha, names) => {
    if (app.current() === undefined)
      throw new DebootcError("github-refused", "cannot ask GitHub for checks: the hub is not registered", {
        hint: "debootc orchestrator setup registers it.",
      });
    return checkConclusions(call, await repositoryAt(database.queries, repositoryId), sha, names);
  };
}
