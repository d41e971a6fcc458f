import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { pushFields, refuseHalfPush } from "@debootc/actions-kit/push/push-fields";
import { pushOutputs } from "@debootc/actions-kit/push/push-outputs";
import { exportImageRequestSchema } from "@debootc/core/request/export/export-image-request";
import { formatNames } from "@debootc/pipeline/export/export-formats";

/** Describes `uses: debootc/compose/actions/container-export@v1`. */
export const containerExportAction = defineAction({
  name: "container-export",
  title: "debootc container export",
  description:
    "Make a bootc image of a root, of an ostree commit, whoever made it, or of a compose, and push it if you like",
  // Whoever only pushes it needs no place for it.
  request: exportImageRequestSchema(formatNames("image")).partial({ to: true }),
  without: ["json"],
  own: inputSchema(pushFields).superRefine(refuseHalfPush),
  outputs: {
    image: "the image as skopeo and podman name it: oci:DIRECTORY:TAG or oci-archive:FILE:TAG",
    path: "the OCI layout or the archive",
    "image-digest": "the digest of the image's manifest",
    "image-size": "the bytes of the image",
    version: "the version that it says",
    architecture: "its architecture, as Debian names it",
    kernel: "the release of its kernel; empty if it does not boot",
    layers: "its layers as JSON, the lowest first: digest, diffId, size and, if known, components",
    ...pushOutputs,
    json: "the record of the image as one line of JSON",
  },
});
