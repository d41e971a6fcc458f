import { checkSuiteShape } from "../shapes/check-shape.ts";
import type { Account } from "../state/account.ts";
import type { CheckSuite } from "../state/check.ts";
import { covers, findApp } from "../state/find.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Makes a check suite for each App that may write checks, as GitHub does on a push, and asks the App to run it. */
export function requestCheckSuites(
  world: World,
  repository: Repository,
  sha: string,
  branch: string,
  sender: Account,
): void {
  for (const installation of world.installations.values()) {
    const { app } = installation;
    if (!covers(installation, repository) || installation.permissions["checks"] !== "write") continue;
    const suite = suiteOf(world, repository, app.id, sha, branch);
    world.emit({
      ...{ event: "check_suite", action: "requested", repository, sender, onlyApp: app.id },
      payload: { check_suite: checkSuiteShape(world.urls, repository, suite, app) },
    });
  }
}

/** Returns the one check suite of an App on a commit, and makes it if there is none. */
export function suiteOf(
  world: World,
  repository: Repository,
  appId: number,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  for (const suite of repository.checkSuites.values())
    if (suite.appId === appId && suite.headSha === headSha) return suite;
  const now = world.clock.now();
  const suite = { id: world.newId(), appId, headSha, headBranch, createdAt: now, updatedAt: now };
  repository.checkSuites.set(suite.id, suite);
  return suite;
}

/** Asks the App of a check suite to run it again, as the button of that name does. */
export function rerequestCheckSuite(world: World, repository: Repository, id: number, sender: Account): void {
  const suite = repository.checkSuites.get(id);
  const app = suite && findApp(world, suite.appId);
  if (suite === undefined || app === undefined)
    throw new Error(`cannot ask again: there is no check suite ${id} of an App`);
  world.emit({
    ...{ event: "check_suite", action: "rerequested", repository, sender, onlyApp: app.id },
    payload: { check_suite: checkSuiteShape(world.urls, repository, suite, app) },
  });
}
