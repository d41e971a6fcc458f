import { DebootcError } from "@debootc/core/error/debootc-error";
import { hubChannelsRequestSchema } from "@debootc/core/request/orchestrator/hub-release-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const channels = defineCommand({
  description:
    "List the channels of a repository with their history, promote a release into one, or roll one back.",
  request: hubChannelsRequestSchema,
  examples: [
    { purpose: "list them", command: `${programName} orchestrator channels list acme/os` },
    {
      purpose: "promote the release v1.2, by its digest and without building anything",
      command: `${programName} orchestrator channels promote acme/os stable v1.2`,
    },
    {
      purpose: "go back to the release before",
      command: `${programName} orchestrator channels rollback acme/os stable`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { channelAnswer, channelListAnswer } = await import("../../hub/hub-answers.ts");
    const { action, repository, channel, release } = request;
    if (action === "list") {
      const query = { repository };
      const result = await askHub(request, channelListAnswer, { path: "/channels", query, signal });
      return {
        exitStatus: 0,
        result,
        text: (canvas) =>
          [
            hubTable(
              ["channel", "release", "moved", "digest"],
              result.channels.map(({ name, current, movedAt }) => [
                ...[name, current?.tag, movedAt === null ? null : timeText(movedAt), current?.digest],
              ]),
              canvas,
            ),
            hubTable(
              ["at", "channel", "what", "from", "to", "by"],
              result.moves.map(({ at, channel: of, kind, from, to, actor }) => [
                ...[timeText(at), of, kind, from, to, actor],
              ]),
              canvas,
            ),
          ].join("\n"),
      };
    }
    if (channel === undefined)
      throw new DebootcError("usage", `channels ${action} needs the name of a channel`, {
        hint: `${programName} orchestrator channels list ${repository} shows them.`,
      });
    const body = { repository, channel, ...(release === undefined ? {} : { tag: release }) };
    const { changeAtHub } = await import("../../hub/change-at-hub.ts");
    const result = await changeAtHub(request, channelAnswer, { path: `/channels/${action}`, body, signal });
    return {
      exitStatus: 0,
      result,
      text: () =>
        `${channel} is at ${result.current?.tag ?? "no release"} (${result.current?.digest ?? "-"})\n`,
    };
  },
});
