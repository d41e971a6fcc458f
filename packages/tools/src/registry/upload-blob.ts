import type { FileHandle } from "node:fs/promises";
import type { Digest } from "@debootc/core/record/digest";
import { uploadedBytes } from "@debootc/core/registry/registry-answers";
import type { Registry } from "./open-registry.ts";
import { RegistryError } from "./registry-error.ts";
import type { HttpAnswer } from "./send-request.ts";

/** Is content on its way to a registry. */
interface OutgoingBlob {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Opens it for one attempt. */
  readonly open: () => Promise<FileHandle>;
  /** Names repositories of the registry that may have it already. */
  readonly mountFrom: readonly string[];
  /** Ends the transfer, also while bytes are on their way. */
  readonly signal: AbortSignal;
  /** Called with how much of it is there, which may become less. */
  readonly onLength: (length: number) => void;
}

/** Says how a blob got into the repository. */
export type Arrival = "sent" | "skipped" | "mounted";

export interface BlobUpload {
  /** Brings the blob there, from where an earlier attempt got to if the registry kept that. Throws RegistryError. */
  readonly attempt: () => Promise<Arrival>;
  /** Tells the registry that nothing more will come. */
  readonly abandon: () => Promise<void>;
}

/** Prepares the upload of a blob, of which each attempt goes on with what the one before it left. */
export function blobUpload(registry: Registry, blob: OutgoingBlob): BlobUpload {
  const { digest, size, onLength } = blob;
  let session: URL | undefined;
  let hasSent = false;

  const isThere = async () => {
    const wish = `whether the blob ${digest} is there`;
    const { status } = await registry.ask({
      method: "HEAD",
      at: `blobs/${digest}`,
      expect: [200, 404],
      wish,
    });
    return status === 200;
  };

  /** Opens a session, unless another repository has the blob. */
  const start = async (): Promise<"mounted" | URL> => {
    const wish = `to begin the upload of ${digest}`;
    let opened: URL | undefined;
    for (const from of blob.mountFrom) {
      const at = `blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`;
      if (opened !== undefined) await discard(registry, opened);
      const answer = await registry.ask({ method: "POST", at, expect: [201, 202], wish });
      if (answer.status === 201) return "mounted";
      opened = locationOf(registry, answer, at);
    }
    if (opened !== undefined) return opened;
    const at = "blobs/uploads/";
    return locationOf(registry, await registry.ask({ method: "POST", at, expect: [202], wish }), at);
  };

  /** Asks how much of an interrupted upload is there; undefined if the registry has given it up. */
  const resume = async (at: URL): Promise<{ readonly at: URL; readonly offset: number } | undefined> => {
    const wish = `how much of ${digest} is there`;
    const answer = await registry.ask({ method: "GET", at, expect: [204, 400, 404, 405, 416], wish });
    const offset = answer.status === 204 ? uploadedBytes(answer.headers.range) : undefined;
    if (offset === undefined || offset > size) return undefined;
    const { location } = answer.headers;
    return { at: location === undefined ? at : registry.resolve(location, at), offset };
  };

  const send = async (at: URL, offset: number): Promise<URL> => {
    await using file = await blob.open();
    hasSent = true;
    const answer = await registry.ask({
      method: "PATCH",
      at,
      headers: {
        "content-type": "application/octet-stream",
        // Some registries know this header only for what goes on.
        ...(offset === 0 ? {} : { "content-range": `${offset}-${size - 1}` }),
      },
      body: { file, offset, length: size - offset, onSent: (sent) => onLength(offset + sent) },
      expect: [202, 204],
      signal: blob.signal,
      wish: `the upload of ${digest}`,
    });
    return locationOf(registry, answer, at);
  };

  const attempt = async (): Promise<Arrival> => {
    if (await isThere()) return hasSent ? "sent" : "skipped";
    const kept = session === undefined ? undefined : await resume(session);
    if (kept === undefined) {
      session = undefined;
      onLength(0);
      const started = await start();
      if (started === "mounted") return "mounted";
      session = started;
    } else session = kept.at;
    const offset = kept?.offset ?? 0;
    if (offset < size) session = await send(session, offset);
    const at = new URL(session);
    at.searchParams.set("digest", digest);
    try {
      const answer = await registry.ask({
        method: "PUT",
        at,
        expect: [201, 204],
        wish: `the end of ${digest}`,
      });
      refuseOtherDigest(answer, digest);
    } catch (error) {
      // What was judged is gone from the registry.
      if (error instanceof RegistryError && error.kind === "damaged") session = undefined;
      throw error;
    }
    return "sent";
  };

  return {
    attempt: async () => {
      const arrival = await attempt();
      onLength(size);
      return arrival;
    },
    abandon: async () => {
      if (session !== undefined) await discard(registry, session);
    },
  };
}

async function discard(registry: Registry, at: URL): Promise<void> {
  // It costs the registry some room at most, which it gets back by itself.
  await registry.ask({ method: "DELETE", at, expect: [], wish: "" }).catch(() => {});
}

function locationOf(registry: Registry, { headers: { location } }: HttpAnswer, at: string | URL): URL {
  if (location === undefined)
    throw new RegistryError("refused", "the registry does not say where an upload goes on");
  return registry.resolve(location, at);
}

/** Refuses the answer of a registry that says it took something else. */
export function refuseOtherDigest({ headers }: HttpAnswer, digest: Digest): void {
  const said = headers["docker-content-digest"];
  if (typeof said !== "string" || said === digest || !said.startsWith("sha256:")) return;
  throw new RegistryError("differs", `the registry says that ${digest} is ${said.slice(0, 80)}`);
}
