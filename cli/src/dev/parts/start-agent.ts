import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { searchPath } from "@debootc/tools/run";
import { writeFile } from "node:fs/promises";
import * as z from "zod";
import { askHub } from "../../hub/ask-hub.ts";
import { programPath } from "../../hub/program-path.ts";
import type { DevDirectory } from "../directory/dev-directory.ts";
import { type Part, startPart } from "./part.ts";
import { partEnvironment, pathWithNode } from "./part-environment.ts";

interface AgentPlan {
  readonly name: string;
  readonly slots: number;
  readonly access: HubAccess;
  readonly directory: DevDirectory;
  /** What its jobs need to find act and the actions. */
  readonly ofJobs: Readonly<Record<string, string>>;
}

const createdHostAnswer = z.looseObject({ token: z.string() });

/** Makes a host at the hub for an agent. Its token goes into a file of the owner alone. */
export async function makeHost(
  { name, access, directory }: Pick<AgentPlan, "name" | "access" | "directory">,
  signal: AbortSignal,
): Promise<void> {
  const question = { method: "POST", path: "/hosts", body: { name }, signal } as const;
  const { token } = await askHub(access, createdHostAnswer, question);
  await writeFile(directory.secret(name), `${token}\n`, { mode: 0o600 });
}

/** Starts the agent of a host, whose runners do their jobs by act. */
export async function startAgent(
  { name, slots, access, directory, ofJobs }: AgentPlan,
  signal: AbortSignal,
): Promise<Part> {
  const env = { ...partEnvironment(process.env, { jobs: true }), ...ofJobs };
  return startPart(
    {
      name,
      logFile: directory.log(name),
      tool: process.execPath,
      args: [
        programPath("runner-agent/src/main.ts"),
        ...["--hub", access.hub, "--token-file", directory.secret(name)],
        ...["--work-dir", directory.agentData(name), "--slots", String(slots)],
        ...["--runner", programPath("packages/fake-github/bin/act-runner.ts"), "--runner-kind", "act"],
        ...["--grace-seconds", "10", "--pass-env", Object.keys(env).join(",")],
      ],
      env: { ...env, PATH: pathWithNode(searchPath) },
      isReady: (line) => line.includes("a session with the hub begins"),
      isAskedTwice: true,
      stopSeconds: 20,
      readySeconds: 30,
    },
    signal,
  );
}
