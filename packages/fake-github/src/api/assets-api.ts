import { signedUrl } from "../actions/artifacts.ts";
import { assetShape } from "../shapes/release-shape.ts";
import type { Release, ReleaseAsset } from "../state/release.ts";
import type { World } from "../state/world.ts";
import { ApiError, invalidField } from "./api-error.ts";
import { appOf, type Call, type Handler, idOf, repositoryOf } from "./call.ts";
import { paginate } from "./paginate.ts";
import { releaseOf } from "./releases-api.ts";
import { textIn } from "./text-in.ts";

const mostAssets = 1000;
const sizeLimit = 2 ** 31;
const timeToDownload = 5 * 60_000;

/** Answers what concerns the files of releases. */
export const assetsApi = {
  "repos/list-release-assets": (call) => {
    const release = releaseOf(call);
    return paginate(call, [...release.assets.values()], (page) =>
      page.map((asset) => assetShape(call.world.urls, repositoryOf(call), release, asset)),
    );
  },
  "repos/upload-release-asset": async (call) => {
    const { world, query } = call;
    const release = releaseOf(call);
    const name = sanitised(query["name"] ?? "");
    checkSize(call.headers("content-length"));
    checkUpload(release, name);
    const now = world.clock.now();
    const asset: ReleaseAsset = {
      ...{ id: world.newId(), name, label: query["label"] ?? null, state: "starter" },
      contentType: call.headers("content-type") ?? "application/octet-stream",
      ...{
        content: Buffer.alloc(0),
        uploader: appOf(call).bot,
        createdAt: now,
        updatedAt: now,
        downloads: 0,
      },
    };
    // It is there from the first byte: an upload that breaks off leaves it as it is.
    release.assets.set(asset.id, asset);
    asset.content = await call.bytes();
    asset.state = "uploaded";
    asset.updatedAt = world.clock.now();
    return { status: 201, body: assetShape(world.urls, repositoryOf(call), release, asset) };
  },
  "repos/get-release-asset": (call) => {
    const { release, asset } = assetOf(call);
    if ((call.headers("accept") ?? "").includes("application/octet-stream")) {
      if (asset.state !== "uploaded") throw new ApiError(404, "Not Found");
      asset.downloads += 1;
      return { status: 302, headers: { location: assetUrl(call.world, asset) } };
    }
    return { status: 200, body: assetShape(call.world.urls, repositoryOf(call), release, asset) };
  },
  "repos/update-release-asset": (call) => {
    const { release, asset } = assetOf(call);
    const name = textIn(call.body, "name");
    if (release.immutable) throw new ApiError(422, "Cannot update assets of an immutable release");
    if (name !== undefined && name !== asset.name) {
      checkUpload(release, sanitised(name));
      asset.name = sanitised(name);
    }
    asset.label = textIn(call.body, "label") ?? asset.label;
    return { status: 200, body: assetShape(call.world.urls, repositoryOf(call), release, asset) };
  },
  "repos/delete-release-asset": (call) => {
    const { release, asset } = assetOf(call);
    if (release.immutable) throw new ApiError(422, "Cannot delete asset from an immutable release");
    release.assets.delete(asset.id);
    call.world.blobs.remove(blobOf(asset));
    return { status: 204 };
  },
} as const satisfies Readonly<Record<string, Handler>>;

function assetOf(call: Call): { release: Release; asset: ReleaseAsset } {
  const id = idOf(call, "asset_id");
  for (const release of repositoryOf(call).releases.values()) {
    const asset = release.assets.get(id);
    if (asset !== undefined) return { release, asset };
  }
  throw new ApiError(404, "Not Found");
}

/** Uploads whose length is not announced, or nothing, are refused before they are read, and so are those of 2 GiB. */
function checkSize(length: string | undefined): void {
  if (length === undefined || !/^[1-9]\d*$/.test(length))
    throw new ApiError(400, `Bad Content-Length: ${length === "0" ? "" : (length ?? "")}`);
  if (Number(length) >= sizeLimit)
    throw invalidField("ReleaseAsset", "size", "custom", `size must be less than ${sizeLimit}`);
}

/** GitHub sends who downloads an asset to another host, for some minutes. */
function assetUrl(world: World, asset: ReleaseAsset): string {
  const { name, content, contentType } = asset;
  const blob = blobOf(asset);
  world.blobs.keep(blob, content);
  return signedUrl(world, blob, {
    ...{ permission: "read", expiresAt: world.clock.now() + timeToDownload, fileName: name, contentType },
  });
}

function blobOf({ id }: ReleaseAsset): string {
  return `release-asset-${id}`;
}

function checkUpload(release: Release, name: string): void {
  if (name === "") throw invalidField("ReleaseAsset", "name", "missing_field");
  if (release.immutable) throw new ApiError(422, "Cannot upload assets to an immutable release.");
  if ([...release.assets.values()].some((other) => other.name === name))
    throw invalidField("ReleaseAsset", "name", "already_exists");
  if (release.assets.size >= mostAssets)
    throw new ApiError(422, `file_count limited to ${mostAssets} assets per release`);
}

/** GitHub replaces what it does not like in a name, and dots at its ends. */
function sanitised(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._+~@-]+/g, ".").replaceAll(/^\.+|\.+$/g, "");
}
