import type { Account } from "../state/account.ts";
import type { World } from "../state/world.ts";
import { nodeId } from "./node-id.ts";

/** Holds where the API and the pages are. */
export type Urls = World["urls"];

/** Returns an account as GitHub shows it everywhere (`simple-user`). */
export function userShape({ api, html }: Urls, { id, login, type }: Account) {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `${html}/avatars/u/${id}`,
    gravatar_id: "",
    url,
    html_url: `${html}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** Returns an organization as payloads name it beside their repository. */
export function organizationShape({ api, html }: Urls, { id, login }: Account) {
  const url = `${api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("O", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${html}/avatars/u/${id}`,
    description: null,
  };
}
