import { agentRequestSchema } from "@debootc/core/request/agent-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";

export const agent = defineCommand({
  description:
    "Run the agent of a host: it takes orders of a hub over one outgoing connection, and starts one runner for each, in " +
    "a directory and a control group of its own. SIGTERM lets it finish what it has; a second one ends that, too.",
  request: agentRequestSchema,
  examples: [
    {
      purpose: "with GitHub's runner",
      command: `${programName} agent --hub https://hub.example.org --token-file token --runner /opt/actions-runner`,
    },
    {
      purpose: "two jobs at once, for tasks that want KVM; the rest is in variables",
      command: `${programName} agent --slots 2 --label kvm`,
    },
  ],
  handsOnStreams: true,
  run: async (request) => {
    const { becomeAgent } = await import("../hub/become-agent.ts");
    return becomeAgent(request);
  },
});
