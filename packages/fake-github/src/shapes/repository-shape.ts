import { stamp } from "../clock/clock.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { nodeId } from "./node-id.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** What each `..._url` of a repository adds to its own. */
const paths = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

/** Returns where the API has a repository. */
export function repositoryUrl({ api }: Urls, repository: Repository): string {
  return `${api}/repos/${fullName(repository)}`;
}

/** Returns a repository as other things mention it (`minimal-repository`). */
export function minimalRepositoryShape(urls: Urls, repository: Repository) {
  const url = repositoryUrl(urls, repository);
  const { id, name, owner, description, parent } = repository;
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: fullName(repository),
    private: repository.private,
    owner: userShape(urls, owner),
    html_url: `${urls.html}/${fullName(repository)}`,
    description,
    fork: parent !== undefined,
    url,
    ...(Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, url + path])) as Record<
      keyof typeof paths,
      string
    >),
  };
}

/** Returns a repository as most answers and all payloads have it (`repository`). */
export function repositoryShape(urls: Urls, repository: Repository) {
  const page = `${urls.html}/${fullName(repository)}`;
  const { createdAt, updatedAt, pushedAt } = repository;
  return {
    ...minimalRepositoryShape(urls, repository),
    created_at: stamp(createdAt),
    updated_at: stamp(updatedAt),
    pushed_at: stamp(pushedAt),
    git_url: `git://${page.replace(/^https?:\/\//, "")}.git`,
    ssh_url: `git@github.example:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: repository.issues.size,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    forks: 0,
    open_issues: repository.issues.size,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** Returns a repository as asking for it by its name gives it (`full-repository`). */
export function fullRepositoryShape(urls: Urls, repository: Repository) {
  const { parent } = repository;
  return {
    ...repositoryShape(urls, repository),
    network_count: 0,
    subscribers_count: 0,
    ...(parent === undefined
      ? {}
      : { parent: repositoryShape(urls, parent), source: repositoryShape(urls, parent) }),
  };
}

/** Returns a repository as a push has it, with two of its times as seconds. */
export function pushedRepositoryShape(urls: Urls, repository: Repository) {
  return {
    ...repositoryShape(urls, repository),
    created_at: Math.floor(repository.createdAt / 1000),
    pushed_at: Math.floor(repository.pushedAt / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

/** Returns the few words by which installations name a repository. */
export function repositoryNameShape(repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}
