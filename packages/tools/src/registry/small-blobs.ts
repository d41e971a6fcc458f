import { type Digest, digestOfBytes } from "@debootc/core/record/digest";
import type { Registry } from "./open-registry.ts";
import { RegistryError } from "./registry-error.ts";
import { refuseOtherDigest } from "./upload-blob.ts";

/** Puts bytes into a repository in one request, unless it has them. Throws RegistryError. */
export async function putBytes(registry: Registry, bytes: Uint8Array): Promise<void> {
  const digest = digestOfBytes(bytes);
  const { status } = await registry.ask({
    ...{ method: "HEAD", at: `blobs/${digest}`, expect: [200, 404] },
    wish: `whether the blob ${digest} is there`,
  });
  if (status === 200) return;
  const at = "blobs/uploads/";
  const opened = await registry.ask({
    ...{ method: "POST", at, expect: [202], wish: `to begin the upload of ${digest}` },
  });
  const { location } = opened.headers;
  if (location === undefined)
    throw new RegistryError("refused", "the registry does not say where an upload goes on");
  const end = registry.resolve(location, at);
  end.searchParams.set("digest", digest);
  const answer = await registry.ask({
    ...{ method: "PUT", at: end, body: bytes, expect: [201, 204], wish: `the upload of ${digest}` },
    headers: { "content-type": "application/octet-stream" },
  });
  refuseOtherDigest(answer, digest);
}

/** Reads a blob of at most 4 MiB; undefined where there is none, or it has another digest. Throws RegistryError. */
export async function getBytes(registry: Registry, digest: Digest): Promise<Buffer | undefined> {
  const { status, body } = await registry.ask({
    ...{ method: "GET", at: `blobs/${digest}`, expect: [200, 404], wish: `the blob ${digest}` },
  });
  return status === 200 && digestOfBytes(body) === digest ? body : undefined;
}
