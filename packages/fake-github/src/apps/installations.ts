import { appShape, installationShape } from "../shapes/app-shape.ts";
import { repositoryNameShape } from "../shapes/repository-shape.ts";
import type { App, Installation } from "../state/app.ts";
import type { Account } from "../state/account.ts";
import { accountOf, repositoriesOf } from "../state/find.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Installs an App on an account, for all of its repositories or for some. */
export function installApp(
  world: World,
  app: App,
  login: string,
  repositories?: readonly Repository[],
): Installation {
  const now = world.clock.now();
  const account = accountOf(world, login);
  for (const other of world.installations.values())
    if (other.app === app && other.account === account)
      throw new Error(`cannot install ${app.slug}: ${login} has it already`);
  const installation: Installation = {
    ...{ id: world.newId(), app, account, selection: repositories === undefined ? "all" : "selected" },
    repositories: new Set(repositories?.map(({ id }) => id)),
    ...{ permissions: app.permissions, events: app.events, createdAt: now, updatedAt: now },
  };
  world.installations.set(installation.id, installation);
  emitInstallation(world, installation, "created", account);
  return installation;
}

/** Stops an installation for a while, or ends that: no webhooks, and every call is refused. */
export function suspendInstallation(world: World, installation: Installation, suspend: boolean): void {
  installation.updatedAt = world.clock.now();
  if (suspend) installation.suspendedAt = world.clock.now();
  else delete installation.suspendedAt;
  emitInstallation(world, installation, suspend ? "suspend" : "unsuspend", installation.account);
}

/** Removes an installation and all its tokens. */
export function removeInstallation(world: World, installation: Installation): void {
  world.installations.delete(installation.id);
  for (const [token, { installation: owner }] of world.tokens)
    if (owner === installation) world.tokens.delete(token);
  emitInstallation(world, installation, "deleted", installation.account);
}

/** Adds a repository to the selected ones of an installation, or takes it away. */
export function selectRepository(
  world: World,
  installation: Installation,
  repository: Repository,
  add: boolean,
): void {
  if (add) installation.repositories.add(repository.id);
  else installation.repositories.delete(repository.id);
  installation.selection = "selected";
  const names = [repositoryNameShape(repository)];
  world.emit({
    event: "installation_repositories",
    action: add ? "added" : "removed",
    ...{ installation, sender: installation.account },
    payload: {
      installation: installationShape(world.urls, installation),
      repository_selection: installation.selection,
      repositories_added: add ? names : [],
      repositories_removed: add ? [] : names,
      requester: null,
    },
  });
}

/** Sends a ping for an App, as GitHub does when a hook is made. */
export function ping(world: World, app: App): void {
  world.emit({
    ...{ event: "ping", sender: app.owner, onlyApp: app.id },
    payload: {
      zen: "Keep it logically awesome.",
      hook_id: app.hook.id,
      hook: {
        ...{ type: "App", id: app.hook.id, name: "web", active: app.hook.active, events: app.events },
        ...{ config: hookConfig(app), app_id: app.id },
        ...{
          created_at: appShape(world.urls, app).created_at,
          updated_at: appShape(world.urls, app).created_at,
        },
      },
    },
  });
}

/** Returns how an App's webhooks are sent; its secret is masked. */
export function hookConfig({ hook }: App) {
  return {
    content_type: hook.contentType,
    insecure_ssl: hook.insecureSsl,
    ...(hook.secret === "" ? {} : { secret: "********" }),
    url: hook.url,
  };
}

function emitInstallation(
  world: World,
  installation: Installation,
  action: "created" | "deleted" | "suspend" | "unsuspend",
  sender: Account,
): void {
  world.emit({
    ...{ event: "installation", action, installation, sender },
    payload: {
      installation: installationShape(world.urls, installation),
      repositories: repositoriesOf(world, installation).map(repositoryNameShape),
      requester: null,
    },
  });
}
