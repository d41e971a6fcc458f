import { stamp } from "../clock/clock.ts";
import type { App, Installation } from "../state/app.ts";
import { nodeId } from "./node-id.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** Returns an App (`integration`). */
export function appShape(urls: Urls, app: App) {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    owner: userShape(urls, app.owner),
    name: app.name,
    description: null,
    external_url: app.externalUrl,
    html_url: `${urls.html}/apps/${app.slug}`,
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** Returns an installation. */
export function installationShape(urls: Urls, installation: Installation) {
  const { id, app, account, suspendedAt } = installation;
  return {
    id,
    client_id: app.clientId,
    account: userShape(urls, account),
    repository_selection: installation.selection,
    access_tokens_url: `${urls.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.html}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: stamp(installation.createdAt),
    updated_at: stamp(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspendedAt === undefined ? null : userShape(urls, account),
    suspended_at: suspendedAt === undefined ? null : stamp(suspendedAt),
  };
}
