import { pushRecord } from "@debootc/core/registry/push-record";
import { pushRequestSchema } from "@debootc/core/request/push-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { pushSummary } from "../render/screens/publish/push-summary.ts";

export const push = defineCommand({
  description:
    "Push the image of a finished compose, or of an OCI layout, to an OCI registry, with its SBOMs; of a variant for several " +
    "architectures, all images and their index. What the registry has is not sent again. Tags are moved last, when everything " +
    "else is there, signatures included. Logins are those of skopeo, podman and docker.",
  request: pushRequestSchema,
  examples: [
    {
      purpose: "push the newest compose, and let two tags mean it",
      command: `${programName} push latest ghcr.io/me/minimal --tag 13 --tag latest`,
    },
    {
      purpose: "sign it, so that hosts can tell it from what others push",
      command: `${programName} push latest ghcr.io/me/minimal:13 --sign-key image.key`,
    },
    {
      purpose: "push an image that is in no compose",
      command: `${programName} push oci:image:latest ghcr.io/me/minimal:13`,
    },
  ],
  run: async (request, deps) => {
    const { push: pushImage } = await import("@debootc/pipeline/push/push");
    const result = await pushImage(request, deps);
    return {
      exitStatus: 0,
      result: JSON.parse(pushRecord.serialize(result)),
      text: (canvas) => pushSummary(result, canvas),
    };
  },
});
