import { hubReleasesRequestSchema } from "@debootc/core/request/orchestrator/hub-release-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const releases = defineCommand({
  description: "List the releases that a hub has made, the newest first.",
  request: hubReleasesRequestSchema,
  examples: [
    {
      purpose: "of one repository",
      command: `${programName} orchestrator releases --repository acme/os --state published`,
    },
    {
      purpose: "why some failed, for scripts",
      command: `${programName} orchestrator releases --state failed --json`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { pageAnswer, releaseAnswer } = await import("../../hub/hub-answers.ts");
    const { repository, state, limit } = request;
    const query = { repository, state, limit };
    const result = await askHub(request, pageAnswer(releaseAnswer), { path: "/releases", query, signal });
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        hubTable(
          ["release", "state", "repository", "tag", "compose", "published", "where"],
          result.items.map(({ id, state: is, repository: of, tag, composeId, publishedAt, url, failure }) => [
            ...[id, is, of, tag, composeId, publishedAt === null ? null : timeText(publishedAt)],
            failure?.message ?? url,
          ]),
          canvas,
        ),
    };
  },
});
