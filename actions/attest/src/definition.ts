import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { inputSchema } from "@debootc/actions-kit/definition/own-fields";
import { attestRequestSchema } from "@debootc/core/request/attest-request";

/** Describes `uses: debootc/compose/actions/attest@v1`. */
export const attestAction = defineAction({
  name: "attest",
  title: "debootc attest",
  description:
    "Attest which workflow made the images, commits and disks of a compose, and what the images consist of",
  request: attestRequestSchema,
  without: [],
  own: inputSchema({}),
  outputs: {
    attested: "true, or false with a warning where the job cannot attest",
    attestations: "the attestations as JSON: id, predicateType and subjects of each",
  },
  cleansUp: false,
  usesToken: true,
});
