import { DebootcError } from "@debootc/core/error/debootc-error";
import { hubHostsRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import * as z from "zod";
import { defineCommand } from "../../door/command-door.ts";
import { hostText, hostsText } from "../../render/screens/host-table.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const hosts = defineCommand({
  description:
    "List the hosts of a hub's fleet, add one, or change one. The token of a new host is shown once.",
  request: hubHostsRequestSchema,
  examples: [
    { purpose: "list the hosts and what they do", command: `${programName} orchestrator hosts` },
    {
      purpose: "add a host, and keep the token of its agent",
      command: `(umask 077; ${programName} orchestrator hosts add builder-1 > token)`,
    },
    { purpose: "let a host end what it does", command: `${programName} orchestrator hosts drain builder-1` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { hostAnswer } = await import("../../hub/hub-answers.ts");
    const { action, name } = request;
    if (action === "list") {
      const list = z.looseObject({ items: z.array(hostAnswer) });
      const result = await askHub(request, list, { path: "/hosts", signal });
      return { exitStatus: 0, result, text: (canvas) => hostsText(result.items, canvas) };
    }
    if (name === undefined) throw new DebootcError("usage", `hosts ${action} needs the name of a host`);
    const path = `/hosts/${encodeURIComponent(name)}`;
    if (action === "show") {
      const result = await askHub(request, hostAnswer, { path, signal });
      return { exitStatus: 0, result, text: (canvas) => hostText(result, canvas) };
    }
    if (action === "add") {
      const made = z.looseObject({ host: hostAnswer, token: z.string() });
      const result = await askHub(request, made, { method: "POST", path: "/hosts", body: { name }, signal });
      return { exitStatus: 0, result, text: () => `${printable(result.token)}\n` };
    }
    const result = await askHub(request, hostAnswer, { method: "POST", path: `${path}/${action}`, signal });
    return {
      exitStatus: 0,
      result,
      text: () => `host ${printable(result.name)} is ${printable(result.state)}\n`,
    };
  },
});
