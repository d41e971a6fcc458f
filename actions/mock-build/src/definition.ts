import { resultFields } from "@debootc/actions-kit/artifacts/result-fields";
import { buildOutputs } from "@debootc/actions-kit/build/build-outputs";
import { defineAction } from "@debootc/actions-kit/definition/action-definition";
import {
  githubCacheField,
  inputSchema,
  packageArtifactField,
  retentionDaysField,
} from "@debootc/actions-kit/definition/own-fields";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";

/** Describes `uses: debootc/compose/actions/mock-build@v1`. */
export const mockBuildAction = defineAction({
  name: "mock-build",
  title: "debootc mock-build",
  description: "Build Debian packages from source, each in a clean chroot of its suite",
  request: mockBuildRequestSchema,
  without: ["json", "keepFailed"],
  own: inputSchema({
    ...resultFields,
    artifact: packageArtifactField,
    retentionDays: retentionDaysField,
    githubCache: githubCacheField,
  }),
  outputs: buildOutputs,
  usesToken: true,
});
