import { hubLogsRequestSchema } from "@debootc/core/request/orchestrator/hub-logs-request";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const logs = defineCommand({
  description:
    "Print the log of a task that ran on a host of the fleet, while it runs as well, or find lines in the logs of all tasks.",
  request: hubLogsRequestSchema,
  examples: [
    { purpose: "print the log of task 40", command: `${programName} orchestrator logs 40` },
    { purpose: "follow it until the task is over", command: `${programName} orchestrator logs 40 --follow` },
    {
      purpose: "find lines in all logs of run 12",
      command: `${programName} orchestrator logs --search "cannot stat" --run 12`,
    },
  ],
  run: async (request, { signal }, { print }) => {
    const { task, search } = request;
    if (search !== undefined) {
      const { findLines } = await import("../../hub/find-lines.ts");
      return findLines(request, search, signal);
    }
    const { followLog, printLog } = await import("../../hub/print-log.ts");
    return (request.follow ? followLog : printLog)(request, task ?? "", { signal, print });
  },
});
