import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { BuildFacts, CacheDirectory, CheckAccess, HookDetails, RootAccess, Verdict } from "./api.ts";
import { callPlugin } from "./call-plugin.ts";
import { type Contributed, type NamedContribution, withContributions } from "./contribution.ts";
import type { HookName } from "./hook.ts";
import { keyOfPlugins, type LoadedPlugin } from "./loaded-plugin.ts";
import { outsideRunner } from "./outside-runner.ts";
import { type ResultFiles, resultFiles } from "./result-files.ts";

interface Surroundings {
  readonly plugins: readonly LoadedPlugin[];
  readonly facts: Omit<BuildFacts, "cacheDirectory">;
  /** Where files of plugins wait to be put beside the results. */
  readonly directory: string;
  /** Makes, when asked, the directory that a plugin keeps from build to build. */
  readonly cacheDirectory: (plugin: string, wish: CacheDirectory) => Promise<string>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Told at once of what plugins have to say, or do wrong. */
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** What a hook gets from whoever has the root, or can make throw-away ones. */
export type HookPort = (signal: AbortSignal, mostSeconds: number) => RootAccess | CheckAccess;

interface NamedVerdict extends Verdict {
  readonly name: string;
}

/** The plugins of one build. */
export interface PluginHooks {
  /** The chroot with what plugins add to it. */
  readonly contributed: Contributed;
  /** What of them belongs to the key of the build. */
  readonly key: readonly object[];
  /** Whether a plugin wants to be called there. */
  readonly has: (name: HookName) => boolean;
  /** Calls all plugins, one after the other. Throws `plugin-failed` for one that is required, and `cancelled`. */
  readonly call: <Name extends HookName>(
    name: Name,
    details: HookDetails[Name],
    port?: HookPort,
  ) => Promise<void>;
  readonly warnings: () => readonly Diagnostic[];
  readonly verdicts: () => readonly NamedVerdict[];
  /** Files that plugins left in the directory. */
  readonly results: ResultFiles;
}

/** Sets plugins up, in their order. One whose set-up fails takes no part in the build. */
export async function startPlugins(surroundings: Surroundings): Promise<PluginHooks> {
  const { facts, directory, signal, log } = surroundings;
  const warnings: Diagnostic[] = [];
  const warn = (diagnostic: Diagnostic) => {
    warnings.push(diagnostic);
    surroundings.warn(diagnostic);
  };
  const verdicts: NamedVerdict[] = [];
  const files = resultFiles(directory);
  let said = "";
  const taking: { readonly plugin: LoadedPlugin; readonly state: Map<string, unknown> }[] = [];
  const contributions: NamedContribution[] = [];

  const setupContext = (plugin: LoadedPlugin, state: Map<string, unknown>, own: AbortSignal) => ({
    options: plugin.options,
    facts: {
      ...facts,
      cacheDirectory: (wish: CacheDirectory = {}) => surroundings.cacheDirectory(plugin.plugin.name, wish),
    },
    signal: own,
    log: (line: string) => {
      const told = `[${plugin.plugin.name}] ${line}`;
      said += `${told}\n`;
      log(told);
    },
    warn: (message: string, hint?: string) => warn(warningOf(plugin, message, hint)),
    runOutside: outsideRunner(own, plugin.timeoutSeconds),
    state,
  });

  for (const plugin of surroundings.plugins.toSorted(byOrder)) {
    const state = new Map<string, unknown>();
    const { setup } = plugin.plugin;
    const outcome = await callPlugin({
      plugin,
      hook: "setup",
      signal,
      call: (own) => setup?.(setupContext(plugin, state, own)) ?? {},
    });
    if (outcome.kind === "failed") {
      warn(outcome.diagnostic);
      continue;
    }
    taking.push({ plugin, state });
    contributions.push({ plugin: plugin.name, contribution: outcome.value });
  }
  const contributed = withContributions(facts.chroot, contributions);

  return {
    contributed,
    key: keyOfPlugins(taking.map(({ plugin }) => plugin)),
    has: (name) => taking.some(({ plugin }) => plugin.plugin.hooks?.[name] !== undefined),
    call: async (name, details, port) => {
      for (const { plugin, state } of taking) {
        // The types of hooks differ in what their contexts have: the port is the one of this hook.
        const hook = plugin.plugin.hooks?.[name] as ((context: object) => void | Promise<void>) | undefined;
        if (hook === undefined) continue;
        const outcome = await callPlugin({
          ...(closing.includes(name)
            ? { plugin: { ...plugin, required: false }, signal: never }
            : { plugin, signal }),
          hook: name,
          call: (own) =>
            hook({
              ...setupContext(plugin, state, own),
              hook: name,
              details,
              addResult: async (file: string, content: string | Uint8Array) => {
                refuseLate(plugin, own);
                await files.add(file, content);
              },
              verdict: (verdict: Verdict) => void verdicts.push({ name: plugin.plugin.name, ...verdict }),
              ...port?.(own, plugin.timeoutSeconds),
            }),
        });
        if (outcome.kind === "failed") warn(outcome.diagnostic);
      }
    },
    warnings: () => warnings,
    verdicts: () => verdicts,
    results: {
      ...files,
      moveTo: async (other) => {
        if (said !== "") await files.add("plugins.log", said);
        await files.moveTo(other);
      },
    },
  };
}

/** They clean up behind a plugin, also after a run that was cancelled, and never hide why it failed. */
const closing: readonly HookName[] = ["failed", "finished", "beforeCleanup", "afterCleanup"];
const never = new AbortController().signal;

/** Throws `checks-failed` when one that was required has failed. */
export function refuseFailedChecks(verdicts: readonly NamedVerdict[]): void {
  const failed = verdicts.filter(({ required, status }) => required === true && status === "failed");
  if (failed.length === 0) return;
  const told = failed.map(({ name, summary }) => `${name}: ${summary}`);
  const logs = failed.flatMap(({ log }) => log ?? []);
  throw new DebootcError(
    "checks-failed",
    `the packages do not pass what is required of them:\n  ${told.join("\n  ")}`,
    {
      hint:
        logs.length === 0 ? "The result names each check." : `Read ${logs.join(", ")} beside the results.`,
    },
  );
}

/** What a plugin does after its time is over would mix with what others do. */
function refuseLate({ name }: LoadedPlugin, signal: AbortSignal): void {
  if (signal.aborted)
    throw new DebootcError("plugin-failed", `the plugin ${name} works on after its hook has ended`);
}

function byOrder({ plugin: a }: LoadedPlugin, { plugin: b }: LoadedPlugin): number {
  return (a.order ?? 0) - (b.order ?? 0);
}

function warningOf({ name }: LoadedPlugin, message: string, hint: string | undefined): Diagnostic {
  return {
    severity: "warning",
    code: "plugin-warning",
    key: `plugins.${name}`,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
