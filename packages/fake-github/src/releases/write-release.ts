import { nothing } from "../repository/push-events.ts";
import { receivePush } from "../repository/receive-push.ts";
import { releaseShape } from "../shapes/release-shape.ts";
import type { Account } from "../state/account.ts";
import { resolveRef } from "../state/find.ts";
import type { Release } from "../state/release.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Publishes a release: its tag is made if it is not there yet, which is a push. */
export function publishRelease(
  world: World,
  repository: Repository,
  release: Release,
  sender: Account,
  isImmutable: boolean,
): void {
  release.draft = false;
  release.publishedAt = world.clock.now();
  release.immutable = isImmutable;
  const after = resolveRef(repository, release.target);
  if (!repository.tags.has(release.tag) && after !== undefined)
    receivePush(world, repository, sender, { ref: `refs/tags/${release.tag}`, before: nothing, after });
  emitRelease(world, repository, release, "published", sender);
  if (!release.prerelease) emitRelease(world, repository, release, "released", sender);
}

/** Sends an event of a release. */
export function emitRelease(
  world: World,
  repository: Repository,
  release: Release,
  action: "created" | "published" | "released" | "deleted",
  sender: Account,
): void {
  world.emit({
    ...{ event: "release", action, repository, sender },
    payload: { release: releaseShape(world.urls, repository, release) },
  });
}
