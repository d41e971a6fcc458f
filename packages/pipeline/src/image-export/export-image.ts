import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { layerComponents } from "@debootc/core/oci/layer-components";
import type { ExportedImage } from "@debootc/core/oci/exported-image";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ExportImageRequest } from "@debootc/core/request/export/export-image-request";
import { hasErrno } from "@debootc/tools/errno";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import { lstat, mkdir, rename, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { identifyProcess } from "../cache/process-identity.ts";
import { abandonedStagingDirectories, makeStagingDirectory } from "../cache/staging-area.ts";
import { followedImage } from "../compose/run/previous-image.ts";
import { openImage } from "../image/open-image.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import { chosenFormats } from "../export/export-formats.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openRunCache } from "../remote-cache/open-run-cache.ts";
import { privilegeOf, removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { type ExportSource, findExportSource, type TreeSource } from "./find-export-source.ts";
import { imageNodes, type MadeImage, slots } from "./image-nodes.ts";

/**
 * Writes the container image of a compose, of a commit or of a root, whoever made it, to a place of its own
 * (`debootc export image`). The same tree and the same wishes give the same bytes. Throws `usage`, `layout-impossible`,
 * `results-unwritable`.
 */
export async function exportImage(
  request: ExportImageRequest,
  dependencies: PipelineDependencies,
): Promise<ExportedImage> {
  return withRun(dependencies, (run) => exportTo(request, dependencies, run));
}

async function exportTo(
  request: ExportImageRequest,
  dependencies: PipelineDependencies,
  run: Run,
): Promise<ExportedImage> {
  const { to, format } = request;
  const privilege = privilegeOf(dependencies.environment.user);
  const source = await findExportSource(request);
  if (source.kind === "compose") refuseWishes(request, source.compose);
  if (await lstat(to).catch(() => undefined)) throw existing(to);
  // On the file system of the result, which only has to be renamed.
  const area = join(dirname(to), ".debootc-export");
  run.held.defer(() => rmdir(area).catch(() => {}));
  const scratch = await writable(to, () => openArea(area, privilege));
  run.held.defer(() => removeAnyTree(scratch, privilege));
  run.begin();

  const made =
    source.kind === "compose"
      ? await imageOf(source.compose)
      : await makeImage({ source, request, dependencies, scratch, privilege }, run);
  const [chosen] = chosenFormats("image", [format]);
  if (chosen === undefined) throw new RangeError(`there is no format ${format}`);
  const { report } = run;
  const path = await chosen.make(made, scratch, { report, signal: dependencies.signal });
  await writable(to, () => rename(path, to));
  const { layout: _layout, ...image } = made;
  report({
    type: "artifact",
    kind: `image-${format}`,
    path: to,
    digest: made.manifestDigest,
    size: made.size,
  });
  const reference = `${format}:${to}:${made.tag}`;
  return { source: source.kind, of: nameOf(source), format, path: to, reference, ...image };
}

/** Makes a directory for this export, and removes those of dead ones. Another one that ends may take the area with it. */
async function openArea(area: string, privilege: Privilege): Promise<string> {
  const owner = await identifyProcess(process.pid);
  for (;;) {
    await makeDirectories(area, 0o700);
    try {
      for (const { path } of await abandonedStagingDirectories(area)) await removeAnyTree(path, privilege);
      return await makeStagingDirectory(area, owner);
    } catch (error) {
      if (!hasErrno(error, "ENOENT")) throw error;
    }
  }
}

interface Making {
  readonly source: TreeSource;
  readonly request: ExportImageRequest;
  readonly dependencies: PipelineDependencies;
  readonly scratch: string;
  readonly privilege: Privilege;
}

async function makeImage(
  { source, request, dependencies, scratch, privilege }: Making,
  { report, held, nodes }: Run,
): Promise<MadeImage> {
  const { cacheDir, previousImage: named, arch, outputDir } = request;
  const followed = await followedImage(
    { named, previous: undefined },
    { variant: "", architecture: arch, outputDir },
    report,
  );
  const { cache } = await openRunCache(
    { cacheDir, noCache: false },
    { dependencies, privilege, report, held, emptyCache: join(scratch, "cache") },
  );
  const logDirectory = join(scratch, "logs");
  await mkdir(logDirectory);
  const wanted = { source, request, previous: followed?.layers, cache, scratch, privilege };
  const { records } = await nodes(imageNodes({ ...wanted, hold: (lease) => void held.use(lease) }), {
    ...{ logDirectory, workDirectory: join(scratch, "work"), atOnce: 1 },
    ...{ privilege, cache },
  });
  return records.of(slots.image);
}

/** The image of a compose is finished: what would shape another one is refused rather than left out in silence. */
function refuseWishes(request: ExportImageRequest, { image: { compression } }: LegOfCompose): void {
  const { treeVersion, timestamp, label, previousImage, maxLayers, imageCompression } = request;
  const wishes = {
    "--image-compression": imageCompression === compression ? undefined : imageCompression,
    "--tree-version": treeVersion,
    "--timestamp": timestamp,
    "--label": label,
    "--previous-image": previousImage,
    "--max-layers": maxLayers,
  };
  const given = Object.entries(wishes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length === 0) return;
  throw new DebootcError(
    "usage",
    `the image of a compose is exported as it is, without ${given.join(", ")}`,
    {
      hint: "Leave them out, or write what they say into the treefile, and compose again.",
    },
  );
}

/** Returns the image that a compose has. */
async function imageOf({ image, treeVersion, architecture, kernel }: LegOfCompose): Promise<MadeImage> {
  const { manifest, config, layers } = await openImage(image.layout, { tag: image.tag });
  const components = layerComponents(manifest.layers, config.config?.Labels ?? {});
  return {
    ...{ layout: image.layout, tag: image.tag, manifestDigest: image.manifestDigest, size: image.size },
    ...{ treeVersion, architecture, ...(kernel === undefined ? {} : { kernel }) },
    layers: layers.map(({ descriptor: { digest, size }, diffId }, index) => {
      const names = components[index];
      return { digest, diffId, size, ...(names === undefined ? {} : { components: [...names] }) };
    }),
  };
}

function nameOf(source: ExportSource): string {
  if (source.kind === "compose") return source.compose.composeId;
  return source.kind === "commit" ? source.checksum : source.path;
}

function existing(path: string): DebootcError {
  return new DebootcError("results-unwritable", `cannot write ${path}: it exists`, {
    hint: "Remove it, or choose another place.",
  });
}
