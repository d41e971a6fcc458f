import type { App, Installation, InstallationToken, Permissions } from "../state/app.ts";
import { accountOf } from "../state/find.ts";
import type { JobAccess, World } from "../state/world.ts";
import { secret } from "./create-app.ts";

/** Is the number that GitHub's own App for Actions has. */
export const actionsApp = 15_368;
const longestLife = 24 * 3_600_000;

/** Returns a new `GITHUB_TOKEN` of a job, which ends with the job. */
export function jobToken(world: World, access: JobAccess, permissions: Permissions): InstallationToken {
  const { repository } = access;
  const now = world.clock.now();
  const installation: Installation = {
    ...{ id: actionsApp, app: appOfActions(world), account: repository.owner, selection: "selected" },
    ...{ repositories: new Set([repository.id]), permissions, events: [], createdAt: now, updatedAt: now },
  };
  const token: InstallationToken = {
    ...{ token: `ghs_${secret(world, 36)}`, installation, permissions },
    ...{ repositories: new Set([repository.id]), expiresAt: now + longestLife },
  };
  world.tokens.set(token.token, token);
  world.jobTokens.set(token.token, access);
  return token;
}

/** It is there once a job needs it, and no webhook reaches it. */
function appOfActions(world: World): App {
  const known = world.apps.get(actionsApp);
  if (known !== undefined) return known;
  const app: App = {
    ...{ id: actionsApp, slug: "github-actions", name: "GitHub Actions", clientId: "Iv1.05c79e9ad1f6bdfa" },
    owner: accountOf(world, "github", "Organization"),
    bot: accountOf(world, "github-actions[bot]", "Bot"),
    ...{ externalUrl: "https://help.github.com/en/actions", permissions: {}, events: [], publicKeys: [] },
    hook: {
      ...{ id: world.newId(), url: "", contentType: "json", insecureSsl: "0", secret: "", active: false },
    },
    createdAt: world.clock.now(),
  };
  world.apps.set(app.id, app);
  return app;
}
