import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { resultFields } from "@debootc/actions-kit/artifacts/result-fields";
import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import { composeOutputs } from "@debootc/actions-kit/compose/compose-outputs";
import {
  allowIncompleteField,
  artifactField,
  githubCacheField,
  inputSchema,
  retentionDaysField,
} from "@debootc/actions-kit/definition/own-fields";
import { pushComposeField, pushFields, refuseHalfPush } from "@debootc/actions-kit/push/push-fields";
import { pushOutputs } from "@debootc/actions-kit/push/push-outputs";

/** Describes `uses: debootc/compose@v1`. */
export const composeAction = defineAction({
  name: "compose",
  title: "debootc compose",
  description:
    "Build an ostree commit and a bootc container image of Debian from a treefile or a compose file",
  request: composeRequestSchema,
  without: ["json", "gpgKeyFd"],
  own: inputSchema({
    ...resultFields,
    artifact: artifactField,
    retentionDays: retentionDaysField,
    allowIncomplete: allowIncompleteField,
    ...pushFields,
    push: pushComposeField,
    githubCache: githubCacheField,
  }).superRefine(refuseHalfPush),
  usesToken: true,
  outputs: { ...composeOutputs, ...pushOutputs },
});
