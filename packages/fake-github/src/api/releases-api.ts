import { latestRelease } from "../releases/latest-release.ts";
import { emitRelease, publishRelease } from "../releases/write-release.ts";
import { releaseShape } from "../shapes/release-shape.ts";
import { resolveRef } from "../state/find.ts";
import type { Release } from "../state/release.ts";
import type { Repository } from "../state/repository.ts";
import { ApiError, invalidField } from "./api-error.ts";
import { appOf, type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";
import { textIn } from "./text-in.ts";

/** Answers what concerns releases. */
export const releasesApi = {
  "repos/list-releases": (call) =>
    paginate(call, visible(call).reverse(), (page) => page.map((release) => shape(call, release))),
  "repos/create-release": (call) => {
    const { world, body } = call;
    const repository = repositoryOf(call);
    const tag = textIn(body, "tag_name") ?? "";
    const target = textIn(body, "target_commitish") ?? repository.defaultBranch;
    checkTag(repository, tag, body["draft"] === true);
    checkTarget(repository, tag, target);
    const release: Release = {
      ...{
        id: world.newId(),
        tag,
        target,
        name: textIn(body, "name") ?? null,
        body: textIn(body, "body") ?? null,
      },
      ...{ draft: true, prerelease: body["prerelease"] === true, immutable: false },
      ...{ author: appOf(call).bot, createdAt: world.clock.now(), assets: new Map() },
      latestRank: latestRank(call, 0),
    };
    repository.releases.set(release.id, release);
    if (body["draft"] !== true) {
      emitRelease(world, repository, release, "created", release.author);
      publishRelease(world, repository, release, release.author, repository.immutableReleases);
    }
    return { status: 201, body: shape(call, release), headers: { location: shape(call, release).url } };
  },
  "repos/get-release": (call) => ({ status: 200, body: shape(call, releaseOf(call)) }),
  "repos/get-release-by-tag": (call) => ({
    status: 200,
    body: shape(call, found(visible(call).find(({ tag, draft }) => !draft && tag === call.params["tag"]))),
  }),
  "repos/get-latest-release": (call) => ({
    status: 200,
    body: shape(call, found(latestRelease(visible(call)))),
  }),
  "repos/update-release": (call) => {
    const { world, body } = call;
    const repository = repositoryOf(call);
    const release = releaseOf(call);
    const tag = textIn(body, "tag_name") ?? release.tag;
    if (release.immutable && tag !== release.tag)
      throw invalidField(
        "Release",
        "tag_name",
        "custom",
        "tag_name cannot be changed on an immutable release",
      );
    if (tag !== release.tag) checkTag(repository, tag, release.draft);
    release.tag = tag;
    release.target = textIn(body, "target_commitish") ?? release.target;
    if (body["name"] !== undefined) release.name = textIn(body, "name") ?? null;
    if (body["body"] !== undefined) release.body = textIn(body, "body") ?? null;
    if (body["prerelease"] !== undefined) release.prerelease = body["prerelease"] === true;
    release.latestRank = latestRank(call, release.latestRank);
    if (release.draft && body["draft"] === false) {
      checkTag(repository, tag, false);
      checkTarget(repository, tag, release.target);
      publishRelease(world, repository, release, appOf(call).bot, repository.immutableReleases);
    }
    return { status: 200, body: shape(call, release) };
  },
  "repos/delete-release": (call) => {
    const repository = repositoryOf(call);
    const release = releaseOf(call);
    repository.releases.delete(release.id);
    if (release.immutable) repository.burntTags.add(release.tag);
    emitRelease(call.world, repository, release, "deleted", appOf(call).bot);
    return { status: 204 };
  },
} as const satisfies Readonly<Record<string, Handler>>;

/** Returns the release that a call names. */
export function releaseOf(call: Call): Release {
  const id = idOf(call, "release_id");
  return found(visible(call).find((release) => release.id === id));
}

/** Only who may write sees drafts. */
function visible(call: Call): Release[] {
  const { identity } = call;
  const maySeeDrafts = identity.kind === "installation" && identity.token.permissions["contents"] === "write";
  return [...repositoryOf(call).releases.values()].filter(({ draft }) => !draft || maySeeDrafts);
}

function shape({ world, namedRepository }: Call, release: Release) {
  return releaseShape(world.urls, found(namedRepository), release);
}

/** By `make_latest` a release is the latest, or never, or the newest one is. */
function latestRank({ world, body }: Call, now: number): number {
  const wish = textIn(body, "make_latest");
  if (wish === "false") return 0;
  return wish === undefined && now > 0 ? now : world.newId();
}

function checkTarget(repository: Repository, tag: string, target: string): void {
  if (!repository.tags.has(tag) && resolveRef(repository, target) === undefined)
    throw invalidField("Release", "target_commitish", "invalid");
}

/** Drafts may share a tag; published releases may not, nor use the tag of an immutable release that was deleted. */
function checkTag(repository: Repository, tag: string, isDraft: boolean): void {
  if (tag === "") throw invalidField("Release", "tag_name", "missing_field");
  if (!isTagName(tag)) throw invalidField("Release", "tag_name", "custom", "tag_name is not a valid tag");
  if (isDraft) return;
  const isTaken = [...repository.releases.values()].some((other) => !other.draft && other.tag === tag);
  if (isTaken) throw invalidField("Release", "tag_name", "already_exists");
  if (repository.burntTags.has(tag))
    throw new ApiError(422, "Validation Failed", {
      errors: [
        {
          resource: "Release",
          code: "custom",
          field: "tag_name",
          message: "tag_name was used by an immutable release",
        },
      ],
    });
}

/** Is what `git check-ref-format` says of `refs/tags/NAME`. */
function isTagName(name: string): boolean {
  if (/[\0-\x20~^:?*[\\\x7f]|\.\.|@\{|\/\/|^\/|[/.]$/.test(name)) return false;
  return name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));
}
