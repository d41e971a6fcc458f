import { digestOfBytes } from "@debootc/core/record/digest";
import type { PushResult } from "@debootc/core/registry/push-record";
import { expect, test } from "vitest";
import { call, stub } from "../door/call-command.fixture.ts";
import { push } from "./push.ts";

const digest = digestOfBytes("image");
const result: PushResult = {
  ...{ composeId: "a-1-20261130.0", repository: "ghcr.io/me/a", reference: `ghcr.io/me/a@${digest}`, digest },
  ...{ mediaType: "application/vnd.oci.image.manifest.v1+json", tags: ["13"], referrersBy: "tags" },
  images: [
    {
      ...{ variant: "a", architecture: "amd64", digest, bootable: true },
      referrers: [{ digest: digestOfBytes("sbom"), artifactType: "application/spdx+json" }],
    },
  ],
  sent: { blobs: 1, bytes: 2_000_000 },
  skipped: { blobs: 3, bytes: 1000 },
  mounted: { blobs: 0, bytes: 0 },
};

test("push passes on where to, all tags and repositories, and says what is there now", async () => {
  const calls = stub("push/push", "push", result);
  const words = ["--tag", "13", "--tag", "latest", "--mount-from", "me/b", "--insecure-http"];
  const { said, result: printed } = await call(push, "new/edge", "ghcr.io/me/a:v1", ...words);

  expect(calls[0]?.[0]).toEqual({
    compose: { given: "new/edge", path: "/home/me/work/new/edge" },
    to: { registry: "ghcr.io", name: "me/a", tag: "v1" },
    tag: ["13", "latest"],
    mountFrom: ["me/b"],
    ...{
      signKeyless: false,
      fulcioUrl: "https://fulcio.sigstore.dev",
      rekorUrl: "https://rekor.sigstore.dev",
    },
    insecureHttp: true,
    outputDir: "/home/me/work/out",
    json: false,
  });
  expect(printed).toEqual({ schema: "debootc/push", version: 1, ...result });
  expect(said).toContain(digest);
  expect(said).toContain("1 blob, 2.0 MB");
  expect(said).toContain("3 blobs, 1.0 kB");
  expect(said).not.toContain("mounted");
  expect(said).toContain("bootc switch ghcr.io/me/a:13");
});

test("an image without a tag is named by its digest", async () => {
  stub("push/push", "push", { ...result, tags: [] });
  const { said } = await call(push, "new", "ghcr.io/me/a");

  expect(said).toContain(`bootc switch ghcr.io/me/a@${digest}`);
  expect(said).toContain("by its digest alone");
});

test("an image that does not boot is not offered to machines", async () => {
  const images = result.images.map((image) => ({ ...image, bootable: false }));
  stub("push/push", "push", { ...result, images });
  const { said } = await call(push, "new", "ghcr.io/me/a");

  expect(said).toContain("podman pull");
  expect(said).not.toContain("bootc switch");
});

test.each([
  [["new", "minimal"], /host of a registry/],
  [["new", "ghcr.io/me/a", "--tag", "a b"], /is not a tag/],
  [["new", "ghcr.io/me/a", "--mount-from", "ghcr.io/Me"], /name of a repository/],
])("%j is refused", async (words, reason) => {
  await expect(call(push, ...words)).rejects.toThrow(reason);
});
