import { agentSettings } from "@debootc/core/fleet/agent-settings";
import type { AgentRequest } from "@debootc/core/request/agent-request";
import { isSecretOfHub } from "@debootc/core/secret/hub-variables";
import { becomeProgram } from "@debootc/tools/run";
import { homedir } from "node:os";
import { programPath } from "./program-path.ts";

/**
 * Turns into the agent, a door of its own, so that signals reach it and nothing ends it but itself. Throws
 * `agent-settings-invalid` before that.
 */
export function becomeAgent(request: AgentRequest): never {
  agentSettings({ options: agentTexts(request), environment: process.env, home: homedir() });
  return becomeProgram({
    path: process.execPath,
    args: [programPath("runner-agent/src/main.ts"), ...agentOptions(request)],
    env: agentEnvironment(process.env),
  });
}

/** Turns the fields of a request into options, as `workDir` into `--work-dir`; lists are given word by word. */
export function agentOptions(request: AgentRequest): readonly string[] {
  return Object.entries(request).flatMap(([name, value]) => {
    const option = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return values.flatMap((one) => [option, String(one)]);
  });
}

/** Returns the fields of a request by the names of the agent's settings, lists with commas. */
function agentTexts({ label, buildArch, slots, graceSeconds, passEnv, ...texts }: AgentRequest) {
  const lists = { labels: label, arches: buildArch, passEnv };
  const given = [
    ...Object.entries({ ...texts, slots, graceSeconds }),
    ...Object.entries(lists).map(([name, list]) => [name, list?.join(",")] as const),
  ];
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** What the agent gets anew, or must not get. */
const keptBack = /^(?:PATH|LC_ALL|NODE_OPTIONS)$/;

function agentEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || keptBack.test(name) || isSecretOfHub(name) ? [] : [[name, value]],
    ),
  );
}
