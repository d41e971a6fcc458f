import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PushResult } from "@debootc/core/registry/push-record";
import type { PushRequest } from "@debootc/core/request/push-request";
import { makeDirectories } from "@debootc/tools/files/paths";
import { writable } from "@debootc/tools/files/writable";
import type { ImageSigner } from "@debootc/tools/keys/image-signer";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { openRegistry } from "@debootc/tools/registry/open-registry";
import { findCredential } from "@debootc/tools/registry/registry-credentials";
import { type Run, withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { findImageSigner } from "./find-image-signer.ts";
import { findPushed, type FoundPush } from "./find-pushed.ts";
import { pushFailure } from "./push-failure.ts";
import { listsReferrers, pushNodes, slots } from "./push-nodes.ts";
import { type PushedTree, topOf } from "./pushed-image.ts";
import { readPushed } from "./read-pushed.ts";
import type { ImageSignature } from "./sign-image.ts";
import { type Patience, usualPatience } from "./retried.ts";

/**
 * Brings an image, or those of all architectures of a variant, to a registry (`debootc push`). Tags are moved when all else
 * is there. Throws `usage`, `image-invalid`, `settings-invalid`, `credentials-refused`, `registry-unreachable`,
 * `registry-refused`, `verification-differs`, `results-unwritable`, and `trust-refused` for the key.
 */
export async function push(
  request: PushRequest,
  dependencies: PipelineDependencies,
  patience: Patience = usualPatience,
): Promise<PushResult> {
  return withRun(dependencies, (run) => pushFound(request, dependencies, patience, run));
}

async function pushFound(
  request: PushRequest,
  { environment, signal, clock }: PipelineDependencies,
  patience: Patience,
  run: Run,
): Promise<PushResult> {
  const { to: reference, insecureHttp } = request;
  const found = await findPushed(request.compose, request.outputDir);
  const agents = run.held.use(await openHttpAgents(environment.proxy));
  const wire = { agents, signal, clock, stallSeconds: patience.stallSeconds };
  const signer = await findImageSigner(request, environment, wire, patience);
  const tree = await readPushed(found);
  const tags = tagsOf(request);
  const known = await findCredential(reference, environment.registry ?? {});
  run.begin(found.composeId);
  warnOfMissing(found, run);

  const mountFrom = (request.mountFrom ?? []).filter((name) => name !== reference.name);
  const access = {
    ...{ reference, credential: known?.credential, alsoRead: mountFrom, insecureHttp },
    ...wire,
  };
  const repository = `${reference.registry}/${reference.name}`;
  const moved: string[] = [];
  const nodes = pushNodes({
    ...{ tree, tags, mountFrom, signer, repository, patience, moved },
    connect: () => openRegistry(access),
    explain: (error) => pushFailure(error, { reference, origin: known?.origin, moved, insecureHttp }),
  });
  const logs = await logsOf(found, run);
  const { records } = await run.nodes(nodes, {
    logDirectory: logs,
    workDirectory: join(logs, "work"),
    atOnce: 1,
    privilege: privilegeOf(environment.user),
  });
  const signatures = signer === undefined ? undefined : records.of(slots.signatures);
  const isListed = listsReferrers(records.of(slots.manifests), signatures ?? []);
  const { digest, mediaType } = topOf(tree);
  return {
    ...(found.composeId === undefined ? {} : { composeId: found.composeId }),
    ...{ repository, reference: `${repository}@${digest}`, digest, mediaType, tags },
    images: imagesOf(tree),
    ...(signatures === undefined
      ? {}
      : { signatures: signatures.map((one) => signatureResult(one, signer)) }),
    ...(isListed === undefined ? {} : { referrersBy: isListed ? "api" : "tags" }),
    ...records.of(slots.blobs).tallies,
  };
}

/** Returns the tag of the reference and the others, each once. */
function tagsOf({ to, tag = [] }: PushRequest): string[] {
  return [...new Set([...(to.tag === undefined ? [] : [to.tag]), ...tag])];
}

function imagesOf({ images }: PushedTree): PushResult["images"] {
  return images.map(({ variant, architecture, bootable, manifest, referrers }) => ({
    ...(variant === undefined ? {} : { variant }),
    architecture,
    digest: manifest.digest,
    bootable,
    referrers: referrers.map(({ digest, manifest: { artifactType } }) => ({ digest, artifactType })),
  }));
}

function signatureResult(
  { subject, tag, bundle, tagged, referrer }: ImageSignature,
  signer: ImageSigner | undefined,
) {
  const keyless = signer?.isKeyless === true ? { keyless: true as const } : {};
  return { subject, tag, bundle, ...keyless, wasThere: tagged === undefined && referrer === undefined };
}

/** A compose keeps the logs; those of a layout go with the run, since nothing is ever written next to one. */
async function logsOf({ directory }: FoundPush, { held }: Run): Promise<string> {
  if (directory === undefined) return held.use(await mkdtempDisposable(join(tmpdir(), "debootc-push-"))).path;
  const logs = join(directory, "logs", "push");
  await writable(logs, () => makeDirectories(logs));
  return logs;
}

function warnOfMissing({ images, missing }: FoundPush, { report }: Run): void {
  if (missing.length === 0) return;
  const message = `the compose has ${images[0]?.variant} without ${missing.join(", ")}: machines of this architecture get no image`;
  report({ type: "diagnostic", diagnostic: { severity: "warning", code: "compose-incomplete", message } });
}
