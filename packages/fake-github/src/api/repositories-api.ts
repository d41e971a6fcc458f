import { commitShape, commitWithFilesShape } from "../shapes/commit-shape.ts";
import { fullRepositoryShape, repositoryUrl } from "../shapes/repository-shape.ts";
import { userShape } from "../shapes/user-shape.ts";
import { historyOf } from "../state/changes.ts";
import { accountOf, resolveRef } from "../state/find.ts";
import { type Commit, fullName, type PermissionLevel, type Repository } from "../state/repository.ts";
import { ApiError } from "./api-error.ts";
import { type Call, found, type Handler, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";

/** Answers what concerns a repository, its commits, its branches and its people. */
export const repositoriesApi = {
  "repos/get": (call) => ({
    status: 200,
    body: fullRepositoryShape(call.world.urls, repositoryOf(call)),
  }),
  "repos/list-commits": (call) => {
    const repository = repositoryOf(call);
    const { sha, path } = call.query;
    const tip = resolveRef(repository, sha ?? repository.defaultBranch);
    if (tip === undefined) throw new ApiError(404, "Not Found");
    const touches = (commit: Commit) =>
      path === undefined ||
      repository.commits.get(commit.parents[0] ?? "")?.tree.get(path) !== commit.tree.get(path);
    const commits = historyOf(repository, tip).filter(touches);
    return paginate(call, commits, (page) => page.map((commit) => shownCommit(call, repository, commit)));
  },
  "repos/get-commit": (call) => {
    const repository = repositoryOf(call);
    const commit = commitAt(repository, call.params["ref"] ?? "");
    if ((call.headers("accept") ?? "").includes("sha"))
      return { status: 200, bytes: Buffer.from(commit.sha), headers: { "content-type": "text/plain" } };
    return {
      status: 200,
      body: commitWithFilesShape(
        call.world.urls,
        repository,
        commit,
        accountOf(call.world, commit.author.login),
      ),
    };
  },
  "repos/list-branches": (call) => {
    const repository = repositoryOf(call);
    const wanted = call.query["protected"];
    const branches = [...repository.branches].filter(
      ([name]) => wanted === undefined || String(repository.protectedBranches.has(name)) === wanted,
    );
    return paginate(call, branches, (page) =>
      page.map(([name, sha]) => ({
        name,
        commit: { sha, url: `${repositoryUrl(call.world.urls, repository)}/commits/${sha}` },
        protected: repository.protectedBranches.has(name),
      })),
    );
  },
  "repos/get-branch": (call) => {
    const repository = repositoryOf(call);
    const name = call.params["branch"] ?? "";
    const sha = repository.branches.get(name);
    if (sha === undefined) throw new ApiError(404, "Branch not found");
    const url = `${repositoryUrl(call.world.urls, repository)}/branches/${name}`;
    const isProtected = repository.protectedBranches.has(name);
    return {
      status: 200,
      body: {
        name,
        commit: shownCommit(call, repository, found(repository.commits.get(sha))),
        _links: { self: url, html: `${call.world.urls.html}/${fullName(repository)}/tree/${name}` },
        protected: isProtected,
        protection: {
          enabled: isProtected,
          required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
        },
        protection_url: `${url}/protection`,
      },
    };
  },
  "repos/get-branch-protection": (call) => {
    const repository = repositoryOf(call);
    const name = call.params["branch"] ?? "";
    if (!repository.branches.has(name)) throw new ApiError(404, "Branch not found");
    if (!repository.protectedBranches.has(name)) throw new ApiError(404, "Branch not protected");
    const url = `${repositoryUrl(call.world.urls, repository)}/branches/${name}/protection`;
    return {
      status: 200,
      body: {
        url,
        enforce_admins: { url: `${url}/enforce_admins`, enabled: true },
        required_linear_history: { enabled: false },
        allow_force_pushes: { enabled: false },
        allow_deletions: { enabled: false },
      },
    };
  },
  "repos/get-collaborator-permission-level": (call) => {
    const repository = repositoryOf(call);
    const login = call.params["username"] ?? "";
    const user = call.world.accounts.get(login.toLowerCase());
    if (user === undefined) throw new ApiError(404, `${login} is not a user`);
    const role = roleOf(repository, user.login);
    const permission = coarse(role);
    return {
      status: 200,
      body: {
        permission,
        role_name: role,
        user: {
          ...userShape(call.world.urls, user),
          role_name: role,
          permissions: {
            pull: role !== "none",
            triage: ["triage", "write", "maintain", "admin"].includes(role),
            push: ["write", "maintain", "admin"].includes(role),
            maintain: ["maintain", "admin"].includes(role),
            admin: role === "admin",
          },
        },
      },
    };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function shownCommit({ world }: Call, repository: Repository, commit: Commit) {
  return commitShape(world.urls, repository, commit, accountOf(world, commit.author.login));
}

function commitAt(repository: Repository, ref: string): Commit {
  const sha = resolveRef(repository, ref);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  return found(repository.commits.get(sha));
}

function roleOf(repository: Repository, login: string): PermissionLevel {
  if (repository.owner.login.toLowerCase() === login.toLowerCase()) return "admin";
  for (const [name, level] of repository.collaborators)
    if (name.toLowerCase() === login.toLowerCase()) return level;
  return repository.private ? "none" : "read";
}

/** The older field knows four levels only. */
function coarse(role: PermissionLevel): "admin" | "write" | "read" | "none" {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}
