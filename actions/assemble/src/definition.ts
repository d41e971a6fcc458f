import { assembleRequestSchema } from "@debootc/core/request/assemble-request";
import { resultFields } from "@debootc/actions-kit/artifacts/result-fields";
import { composeOutputs } from "@debootc/actions-kit/compose/compose-outputs";
import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import {
  allowIncompleteField,
  artifactField,
  artifactsField,
  inputSchema,
  retentionDaysField,
} from "@debootc/actions-kit/definition/own-fields";
import { pushComposeField, pushFields, refuseHalfPush } from "@debootc/actions-kit/push/push-fields";
import { pushOutputs } from "@debootc/actions-kit/push/push-outputs";

/** Describes `uses: debootc/compose/actions/assemble@v1`. */
export const assembleAction = defineAction({
  name: "assemble",
  title: "debootc assemble",
  description: "Make one compose of legs that other jobs composed, and check each of them",
  // Legs may come as artifacts instead.
  request: assembleRequestSchema.partial({ legs: true }),
  without: ["json", "gpgKeyFd"],
  own: inputSchema({
    ...resultFields,
    artifacts: artifactsField,
    artifact: artifactField,
    retentionDays: retentionDaysField,
    allowIncomplete: allowIncompleteField,
    ...pushFields,
    push: pushComposeField,
  }).superRefine(refuseHalfPush),
  usesToken: true,
  outputs: { ...composeOutputs, ...pushOutputs },
});
