/** Says which asset of a release a file of a compose belongs to. */
export interface AssetSource {
  /** The name of the asset. */
  readonly asset: string;
  readonly mediaType: string;
  /** The leg that it is of, `server/amd64`; absent for what describes the whole compose. */
  readonly leg?: string;
  /** Its place in the archive that the asset is; absent if the file is the asset. */
  readonly inside?: string;
  /** Folders of that archive that have to be there even if nothing is in them. */
  readonly folders?: readonly string[];
}

const json = "application/json";
const metadataFiles = ["compose.json", "composeinfo.json", "images.json", "packages.json"];
const legFiles: Readonly<Record<string, string>> = {
  "lock.json": json,
  "sbom.cdx.json": "application/vnd.cyclonedx+json",
  "sbom.spdx.json": "application/spdx+json",
};

/**
 * What clients of ostree need of a repository: its mode, the commit with its tree and signatures, and the ref by which it is
 * found. Nothing else that an artifact has there gets into a release.
 */
const ofRepository =
  /^(?:config|refs\/heads(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+|objects\/[0-9a-f]{2}\/[0-9a-f]{62}\.(?:commit|commitmeta|dirtree|dirmeta|filez))$/;

/** Without it ostree does not list the refs of a repository. */
const repositoryFolders = ["refs/remotes"];

/**
 * Returns the asset that a file becomes, by its path below the directory `compose`; undefined for what a release leaves out, such
 * as reports.
 */
export function assetSource(composeId: string, path: string): AssetSource | undefined {
  const source = sourceOf(composeId, path);
  return source !== undefined && plainName.test(source.asset) ? source : undefined;
}

/** The names that GitHub leaves as they are, and that mean nothing to a shell or to Markdown; real composes have no others. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,250}$/;

function sourceOf(composeId: string, path: string): AssetSource | undefined {
  const [first = "", second = "", third = "", ...rest] = path.split("/");
  if (first === "metadata") {
    const isKnown = third === "" && metadataFiles.includes(second);
    return isKnown ? { asset: `${composeId}.${second}`, mediaType: json } : undefined;
  }
  const common = { leg: `${first}/${second}` };
  const name = `${composeId}-${first}-${second}`;
  const mediaType = legFiles[third];
  if (rest.length === 0 && mediaType !== undefined)
    return { ...common, asset: `${name}.${third}`, mediaType };
  const [file] = rest;
  if (third === "images" && file !== undefined && rest.length === 1)
    return { ...common, asset: `${name}.${file}`, mediaType: "application/octet-stream" };
  if (third === "oci" && rest.length > 0)
    return { ...common, asset: `${name}.oci.tar`, mediaType: "application/x-tar", inside: rest.join("/") };
  const inside = rest.join("/");
  if (third === "ostree" && ofRepository.test(inside))
    return {
      ...{ ...common, asset: `${name}.ostree.tar`, mediaType: "application/x-tar" },
      ...{ inside, folders: repositoryFolders },
    };
  return undefined;
}
