import { createHash } from "node:crypto";
import { stamp } from "../clock/clock.ts";
import type { Release, ReleaseAsset } from "../state/release.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { nodeId } from "./node-id.ts";
import { repositoryUrl } from "./repository-shape.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** Returns a release with its assets. */
export function releaseShape(urls: Urls, repository: Repository, release: Release) {
  const url = `${repositoryUrl(urls, repository)}/releases/${release.id}`;
  const page = `${urls.html}/${fullName(repository)}/releases`;
  const uploads = `${urls.uploads}/repos/${fullName(repository)}/releases/${release.id}/assets`;
  const source = (kind: string) =>
    release.draft ? null : `${repositoryUrl(urls, repository)}/${kind}/${release.tag}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${uploads}{?name,label}`,
    html_url: release.draft ? `${page}/tag/untagged-${release.id}` : `${page}/tag/${release.tag}`,
    id: release.id,
    author: userShape(urls, release.author),
    node_id: nodeId("RE", release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: stamp(release.createdAt),
    updated_at: stamp(release.publishedAt ?? release.createdAt),
    published_at: release.publishedAt === undefined ? null : stamp(release.publishedAt),
    assets: [...release.assets.values()].map((asset) => assetShape(urls, repository, release, asset)),
    tarball_url: source("tarball"),
    zipball_url: source("zipball"),
    body: release.body,
  };
}

/** Returns an asset of a release. */
export function assetShape(urls: Urls, repository: Repository, release: Release, asset: ReleaseAsset) {
  const { id, name, label, state, content } = asset;
  const place = release.draft ? `untagged-${release.id}` : release.tag;
  return {
    url: `${repositoryUrl(urls, repository)}/releases/assets/${id}`,
    id,
    node_id: nodeId("RA", id),
    name,
    label,
    uploader: userShape(urls, asset.uploader),
    content_type: asset.contentType,
    state,
    size: content.length,
    digest: state === "uploaded" ? `sha256:${createHash("sha256").update(content).digest("hex")}` : null,
    download_count: asset.downloads,
    created_at: stamp(asset.createdAt),
    updated_at: stamp(asset.updatedAt),
    browser_download_url: `${urls.html}/${fullName(repository)}/releases/download/${place}/${name}`,
  };
}
