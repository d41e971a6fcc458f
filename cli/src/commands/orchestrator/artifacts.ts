import { hubArtifactsRequestSchema } from "@debootc/core/request/orchestrator/hub-release-requests";
import { formatBytes } from "@debootc/core/text/amount";
import * as z from "zod";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const artifacts = defineCommand({
  description: "List what the tasks of a run of a hub have left, or download one of it.",
  request: hubArtifactsRequestSchema,
  examples: [
    { purpose: "list the results of run 12", command: `${programName} orchestrator artifacts 12` },
    {
      purpose: "download one, compared with its digest",
      command: `${programName} orchestrator artifacts 12 --fetch 40 --output leg.zip`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { artifactAnswer } = await import("../../hub/hub-answers.ts");
    const { run, fetch: wanted } = request;
    if (wanted !== undefined) {
      const { fetchContent, fileOfArtifact } = await import("../../hub/fetch-content.ts");
      const result = await askHub(request, artifactAnswer, { path: `/artifacts/${wanted}`, signal });
      const file = request.output ?? fileOfArtifact(result);
      await fetchContent(request, {
        path: `/artifacts/${wanted}/content`,
        file,
        digest: result.digest,
        signal,
      });
      return { exitStatus: 0, result: { ...result, file }, text: () => `${file} has artifact ${wanted}\n` };
    }
    const list = z.looseObject({ items: z.array(artifactAnswer) });
    const result = await askHub(request, list, { path: `/runs/${run}/artifacts`, signal });
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        hubTable(
          ["artifact", "state", "task", "name", "size", "until", "digest"],
          result.items.map(({ id, state, taskName, name, size, expiresAt, digest, failure }) => [
            ...[id, state, taskName, name, size === null ? null : formatBytes(size)],
            ...[expiresAt === null ? null : timeText(expiresAt), failure?.message ?? digest],
          ]),
          canvas,
        ),
    };
  },
});
