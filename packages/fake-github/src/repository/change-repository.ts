import { userShape } from "../shapes/user-shape.ts";
import type { Installation } from "../state/app.ts";
import { accountOf, covers } from "../state/find.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Renames a repository; its old name leads to it from then on. */
export function renameRepository(world: World, repository: Repository, name: string): void {
  const from = repository.name;
  world.formerNames.set(fullName(repository).toLowerCase(), repository.id);
  repository.name = name;
  emitChange(world, repository, "renamed", { changes: { repository: { name: { from } } } });
}

/** Gives a repository to another account; installations of the old one lose it. */
export function transferRepository(world: World, repository: Repository, owner: string): void {
  const from = repository.owner;
  world.formerNames.set(fullName(repository).toLowerCase(), repository.id);
  const losers = [...world.installations.values()].filter(
    (one) => covers(one, repository) && one.events.includes("repository"),
  );
  repository.owner = accountOf(world, owner);
  const changes = { owner: { from: { user: userShape(world.urls, from) } } };
  emitChange(world, repository, "transferred", { changes });
  // Who loses it hears of it as well.
  for (const installation of losers) {
    installation.repositories.delete(repository.id);
    emitChange(world, repository, "transferred", { changes }, installation);
  }
}

/** Makes a repository read-only, or ends that. */
export function archiveRepository(world: World, repository: Repository, isArchived: boolean): void {
  repository.archived = isArchived;
  emitChange(world, repository, isArchived ? "archived" : "unarchived");
}

/** Deletes a repository with all that is in it. */
export function deleteRepository(world: World, repository: Repository): void {
  emitChange(world, repository, "deleted");
  world.repositories.delete(repository.id);
}

function emitChange(
  world: World,
  repository: Repository,
  action: string,
  payload: object = {},
  installation?: Installation,
): void {
  repository.updatedAt = world.clock.now();
  world.emit({
    ...{ event: "repository", action, repository, sender: repository.owner },
    payload: { ...payload },
    ...(installation === undefined ? {} : { installation }),
  });
}
