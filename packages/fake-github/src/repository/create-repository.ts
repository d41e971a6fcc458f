import { permissionLevels, type PermissionLevel, type Repository } from "../state/repository.ts";
import { accountOf, findRepository } from "../state/find.ts";
import type { World } from "../state/world.ts";

/** Describes a repository that is to be made. */
export interface NewRepository {
  /** As `owner/name`. */
  readonly name: string;
  readonly ownerType?: "User" | "Organization";
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly description?: string;
  /** Whether publishing a release locks it. */
  readonly immutableReleases?: boolean;
  /** What people may do in it, by their logins; its owner is an administrator. */
  readonly collaborators?: Readonly<Record<string, PermissionLevel>>;
}

/** Makes an empty repository. Throws if the name is taken. */
export function createRepository(world: World, options: NewRepository, parent?: Repository): Repository {
  const [login, name, ...more] = options.name.split("/");
  if (!login || !name || more.length > 0)
    throw new Error(`cannot create a repository: given "${options.name}"; allowed: owner/name`);
  if (findRepository(world, options.name) !== undefined)
    throw new Error(`cannot create a repository: ${options.name} exists already`);
  for (const level of Object.values(options.collaborators ?? {}))
    if (!permissionLevels.includes(level))
      throw new Error(
        `cannot create a repository: given the permission "${level}"; allowed: ${permissionLevels.join(", ")}`,
      );
  const now = world.clock.now();
  const repository: Repository = {
    id: world.newId(),
    owner: accountOf(world, login, options.ownerType),
    name,
    private: options.private ?? false,
    archived: false,
    defaultBranch: options.defaultBranch ?? parent?.defaultBranch ?? "main",
    description: options.description ?? "",
    createdAt: now,
    pushedAt: now,
    updatedAt: now,
    ...(parent === undefined ? {} : { parent }),
    commits: parent?.commits ?? new Map(),
    branches: new Map(parent?.branches),
    tags: new Map(parent?.tags),
    protectedBranches: new Set(),
    collaborators: new Map(Object.entries(options.collaborators ?? {})),
    lastNumber: 0,
    issues: new Map(),
    pulls: new Map(),
    comments: new Map(),
    workflows: new Map(),
    runs: new Map(),
    jobs: new Map(),
    artifacts: new Map(),
    runners: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    releases: new Map(),
    immutableReleases: options.immutableReleases ?? false,
    burntTags: new Set(),
  };
  for (const person of repository.collaborators.keys()) accountOf(world, person);
  world.repositories.set(repository.id, repository);
  return repository;
}
