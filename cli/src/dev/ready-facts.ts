import type { Report } from "@debootc/core/event/event";
import type { HubDevRequest } from "@debootc/core/request/orchestrator/hub-dev-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../screen/program-name.ts";
import type { Session } from "./session/session.ts";

/** Says where everything is, and what to do next. */
export function readyFacts(
  { github, access, copy, repository }: Pick<Session, "github" | "access" | "copy" | "repository">,
  request: Pick<HubDevRequest, "directory" | "agents">,
): Extract<Report, { type: "ready" }> {
  const directory = shellWord(copy.directory);
  const key = shellWord(access.keyFile ?? "");
  return {
    type: "ready",
    facts: [
      { label: "repository", value: copy.directory },
      { label: "GitHub", value: `${github.url}/${repository}.git` },
      { label: "hub", value: access.hub },
      { label: "key", value: access.keyFile ?? "" },
      { label: "hosts", value: request.agents === 0 ? "none" : String(request.agents) },
      { label: "logs", value: `${request.directory}/logs` },
    ],
    next: [
      {
        purpose: "change a file of the repository, then push",
        command: `git -C ${directory} commit -am "Change it" && git -C ${directory} push`,
      },
      {
        purpose: "ask the hub",
        command: `${programName} orchestrator runs --hub ${access.hub} --key-file ${key}`,
      },
    ],
  };
}
