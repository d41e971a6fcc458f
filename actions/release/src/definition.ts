import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { releaseFields } from "@debootc/actions-kit/release/release-fields";
import { releaseRequestSchema } from "@debootc/core/request/release-request";

/** Describes `uses: debootc/compose/actions/release@v1`. */
export const releaseAction = defineAction({
  name: "release",
  title: "debootc release",
  description:
    "Release a compose on GitHub: its files as assets, what changed as notes, published when all is there",
  // It may come as an artifact instead.
  request: releaseRequestSchema.partial({ compose: true }),
  without: [],
  own: inputSchema(releaseFields),
  outputs: {
    released: "true, or false with a warning where nobody needs to trust who started the run",
    tag: "the tag of the release",
    url: "the page of the release",
    digest: "the digest of the release, which is that of its SHA256SUMS",
  },
  cleansUp: false,
  usesToken: true,
});
