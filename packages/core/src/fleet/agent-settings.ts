import * as z from "zod";
import { debianArchitectureSchema } from "../debian/debian-architecture.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { labelSchema } from "./host-report.ts";

const path = z.string().startsWith("/", "an absolute path");

/** Lists are texts with commas, as variables have them. */
const listOf = <Item extends z.ZodType<unknown, string>>(item: Item, most: number) =>
  z
    .string()
    .transform((text) => text.split(",").filter((word) => word !== ""))
    .pipe(z.array(item).max(most));

/** Describes what the agent of a host is started with, as texts of options and variables. */
export const agentSettingsSchema = z.strictObject({
  hub: z
    .string("an address such as https://hub.example.org")
    .regex(/^https?:\/\/[^/?#@\s]+\/*$/, "an address such as https://hub.example.org")
    .transform((url) => url.replace(/\/+$/, "")),
  tokenFile: z.string("a file with the token of this host").pipe(path),
  workDir: path,
  cacheDir: path,
  slots: z
    .string()
    .regex(/^(?:[1-9]|[1-5][0-9]|6[0-4])$/, "a number from 1 to 64")
    .default("1")
    .transform(Number),
  labels: listOf(labelSchema, 50).default([]),
  /** What it builds; by default what the machine runs. */
  arches: listOf(debianArchitectureSchema, 20).optional(),
  runner: z.string("the directory of GitHub's runner, or a program that does the same").pipe(path),
  runnerKind: z.enum(["official", "act"], "official or act").optional(),
  /** How long a runner has to end its job when it is asked to. */
  graceSeconds: z
    .string()
    .regex(/^(?:[0-9]|[1-9][0-9]|[1-5][0-9]{2}|600)$/, "a number from 0 to 600")
    .default("30")
    .transform(Number),
  /** Names of variables that runners get from the agent, besides those of proxies. */
  passEnv: listOf(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "names of variables"), 50).default([]),
});
export type AgentSettings = z.output<typeof agentSettingsSchema>;

/** Says by which option and which variable each setting is given; an option wins. */
export const agentSettingNames = {
  hub: { option: "--hub", variable: "DEBOOTC_AGENT_HUB" },
  tokenFile: { option: "--token-file", variable: "DEBOOTC_AGENT_TOKEN_FILE" },
  workDir: { option: "--work-dir", variable: "DEBOOTC_AGENT_WORK_DIR" },
  cacheDir: { option: "--cache-dir", variable: "DEBOOTC_CACHE_DIR" },
  slots: { option: "--slots", variable: "DEBOOTC_AGENT_SLOTS" },
  labels: { option: "--label", variable: "DEBOOTC_AGENT_LABELS" },
  arches: { option: "--build-arch", variable: "DEBOOTC_AGENT_BUILD_ARCHES" },
  runner: { option: "--runner", variable: "DEBOOTC_AGENT_RUNNER" },
  runnerKind: { option: "--runner-kind", variable: "DEBOOTC_AGENT_RUNNER_KIND" },
  graceSeconds: { option: "--grace-seconds", variable: "DEBOOTC_AGENT_GRACE_SECONDS" },
  passEnv: { option: "--pass-env", variable: "DEBOOTC_AGENT_PASS_ENV" },
} as const satisfies Record<keyof AgentSettings, { readonly option: string; readonly variable: string }>;

type SettingName = keyof typeof agentSettingNames;
const names = Object.keys(agentSettingNames) as SettingName[];

interface Given {
  /** The options of the command line. */
  readonly options: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Puts together what the agent is started with. Throws `agent-settings-invalid`, which names every fault. */
export function agentSettings({ options, environment, home }: Given): AgentSettings {
  const given: Partial<Record<SettingName, string>> = {};
  const origins = new Map<string, string>();
  for (const name of names) {
    const { option, variable } = agentSettingNames[name];
    const ofEnvironment = environment[variable];
    if (options[name] !== undefined) {
      given[name] = options[name];
      origins.set(name, option);
    } else if (ofEnvironment !== undefined && ofEnvironment !== "") {
      given[name] = ofEnvironment;
      origins.set(name, variable);
    }
  }
  given.workDir ??= `${baseDirectory(environment["XDG_STATE_HOME"], `${home}/.local/state`)}/debootc/agent`;
  given.cacheDir ??= `${baseDirectory(environment["XDG_CACHE_HOME"], `${home}/.cache`)}/debootc`;
  const parsed = agentSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw agentSettingsError(
    parsed.error.issues.map(({ path: [name], message }) => {
      const value = given[name as SettingName];
      const { option } = agentSettingNames[name as SettingName];
      return value === undefined
        ? `${option} is missing: ${message}`
        : `${origins.get(String(name)) ?? option} is ${JSON.stringify(value)}: ${message}`;
    }),
  );
}

/** Returns the error for settings with these faults. */
export function agentSettingsError(faults: readonly string[]): DebootcError {
  return new DebootcError("agent-settings-invalid", `cannot start the agent: ${faults.join("; ")}`, {
    hint: "debootc agent --help lists what is allowed, and docs/agent.md explains it.",
  });
}

/** By the rules of XDG, a path that is not absolute counts as none. */
function baseDirectory(given: string | undefined, otherwise: string): string {
  return given?.startsWith("/") === true ? given : otherwise;
}
