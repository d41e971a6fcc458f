import { stamp } from "../clock/clock.ts";
import { secret } from "../apps/create-app.ts";
import { hookConfig, ping, removeInstallation, suspendInstallation } from "../apps/installations.ts";
import { appShape, installationShape } from "../shapes/app-shape.ts";
import { repositoryShape } from "../shapes/repository-shape.ts";
import type { Installation, InstallationToken, Permissions } from "../state/app.ts";
import { accountOf, covers, findRepository, repositoriesOf } from "../state/find.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { hasPermission } from "./access.ts";
import { ApiError } from "./api-error.ts";
import { appOf, type Call, found, type Handler, idOf, installationOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";
import { textIn } from "./text-in.ts";

const tokenLifetime = 3_600_000;

/** Answers what concerns Apps, their installations and tokens. */
export const appsApi = {
  "apps/create-from-manifest": ({ world, params }) => {
    const code = params["code"] ?? "";
    const pending = world.pendingApps.get(code);
    if (pending === undefined || pending.expiresAt <= world.clock.now()) throw new ApiError(404, "Not Found");
    world.pendingApps.delete(code);
    const { app, clientSecret, privateKey } = pending;
    world.apps.set(app.id, app);
    ping(world, app);
    return {
      status: 201,
      body: {
        ...appShape(world.urls, app),
        client_secret: clientSecret,
        webhook_secret: app.hook.secret === "" ? null : app.hook.secret,
        pem: privateKey,
      },
    };
  },
  "apps/get-authenticated": (call) => ({
    status: 200,
    body: { ...appShape(call.world.urls, appOf(call)), installations_count: installationsOf(call).length },
  }),
  "apps/list-installations": (call) =>
    paginate(call, installationsOf(call), (page) =>
      page.map((installation) => installationShape(call.world.urls, installation)),
    ),
  "apps/get-installation": (call) => shown(call, ownInstallation(call)),
  "apps/delete-installation": (call) => {
    removeInstallation(call.world, ownInstallation(call));
    return { status: 204 };
  },
  "apps/suspend-installation": (call) => {
    suspendInstallation(call.world, ownInstallation(call), true);
    return { status: 204 };
  },
  "apps/unsuspend-installation": (call) => {
    suspendInstallation(call.world, ownInstallation(call), false);
    return { status: 204 };
  },
  "apps/create-installation-access-token": (call) => {
    const installation = ownInstallation(call);
    if (installation.suspendedAt !== undefined)
      throw new ApiError(403, "This installation has been suspended");
    return createToken(call, installation);
  },
  "apps/revoke-installation-access-token": ({ world, identity }) => {
    if (identity.kind === "installation") world.tokens.delete(identity.token.token);
    return { status: 204 };
  },
  "apps/get-repo-installation": (call) => {
    const repository = repositoryOf(call);
    return shown(call, found(installationsOf(call).find((installation) => covers(installation, repository))));
  },
  "apps/get-org-installation": (call) => shown(call, installationOn(call, call.params["org"] ?? "")),
  "apps/get-user-installation": (call) => shown(call, installationOn(call, call.params["username"] ?? "")),
  "apps/list-repos-accessible-to-installation": (call) => {
    const { identity, world } = call;
    const narrowed = identity.kind === "installation" ? identity.token.repositories : undefined;
    const repositories = repositoriesOf(world, installationOf(call)).filter(
      ({ id }) => narrowed?.has(id) ?? true,
    );
    return paginate(call, repositories, (page, total) => ({
      total_count: total,
      repository_selection: installationOf(call).selection,
      repositories: page.map((repository) => repositoryShape(world.urls, repository)),
    }));
  },
  "apps/get-webhook-config-for-app": (call) => ({ status: 200, body: hookConfig(appOf(call)) }),
  "apps/update-webhook-config-for-app": (call) => {
    const { hook } = appOf(call);
    const { content_type: type } = call.body;
    hook.url = textIn(call.body, "url") ?? hook.url;
    if (type !== undefined) hook.contentType = type === "form" ? "form" : "json";
    hook.secret = textIn(call.body, "secret") ?? hook.secret;
    hook.insecureSsl = textIn(call.body, "insecure_ssl") ?? hook.insecureSsl;
    return { status: 200, body: hookConfig(appOf(call)) };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function installationsOf(call: Call): Installation[] {
  const app = appOf(call);
  return [...call.world.installations.values()].filter((installation) => installation.app === app);
}

function ownInstallation(call: Call): Installation {
  const id = idOf(call, "installation_id");
  return found(installationsOf(call).find((installation) => installation.id === id));
}

function installationOn(call: Call, login: string): Installation {
  const name = login.toLowerCase();
  return found(installationsOf(call).find(({ account }) => account.login.toLowerCase() === name));
}

function shown({ world }: Call, installation: Installation) {
  return { status: 200, body: installationShape(world.urls, installation) };
}

function createToken(call: Call, installation: Installation) {
  const { world, body } = call;
  const wanted = body["permissions"] as Permissions | undefined;
  for (const [name, level] of Object.entries(wanted ?? {}))
    if (!hasPermission(installation.permissions, [{ name, level: level as "read" }]))
      throw new ApiError(422, "The permissions requested are not granted to this installation.");
  const repositories = narrowedTo(world, installation, body);
  const token: InstallationToken = {
    token: `ghs_${secret(world, 36)}`,
    installation,
    permissions: wanted === undefined ? installation.permissions : { metadata: "read", ...wanted },
    ...(repositories === undefined ? {} : { repositories: new Set(repositories.map(({ id }) => id)) }),
    expiresAt: world.clock.now() + tokenLifetime,
  };
  world.tokens.set(token.token, token);
  return {
    status: 201,
    body: {
      token: token.token,
      expires_at: stamp(token.expiresAt),
      permissions: token.permissions,
      repository_selection: repositories === undefined ? installation.selection : "selected",
      ...(repositories === undefined
        ? {}
        : { repositories: repositories.map((repository) => repositoryShape(world.urls, repository)) }),
    },
  };
}

function narrowedTo(world: World, installation: Installation, body: Call["body"]): Repository[] | undefined {
  const names = body["repositories"] as readonly string[] | undefined;
  const ids = body["repository_ids"] as readonly number[] | undefined;
  if (names === undefined && ids === undefined) return undefined;
  const { login } = accountOf(world, installation.account.login);
  const asked = [
    ...(names ?? []).map((name) => findRepository(world, `${login}/${name}`)),
    ...(ids ?? []).map((id) => world.repositories.get(id)),
  ];
  return asked.map((repository) => {
    if (repository !== undefined && covers(installation, repository)) return repository;
    throw new ApiError(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  });
}
