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
  /** Directory in which plugins' files wait to be placed next to the results. */
  readonly directory: string;
  /** Makes the directory that a plugin keeps between builds. */
  readonly cacheDirectory: (plugin: string, wish: CacheDirectory) => Promise<string>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Receives the warnings and failures of plugins at once. */
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** Gives a hook access to the build's root, or to throw-away ones. */
export type HookPort = (signal: AbortSignal, mostSeconds: number) => RootAccess | CheckAccess;

interface NamedVerdict extends Verdict {
  readonly name: string;
}

/** Calls the plugins of one build. */
export interface PluginHooks {
  /** The chroot with what plugins add to it. */
  readonly contributed: Contributed;
  /** The plugins' part of the build's key. */
  readonly key: readonly object[];
  /** Returns whether a plugin has this hook. */
  readonly has: (name: HookName) => boolean;
  /** Calls all plugins one by one. Throws `plugin-failed` for a required plugin, and `cancelled`. */
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

/** Sets plugins up in their order. One whose set-up fails takes no part in the build. */
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
        // The contexts of hooks differ in type: the port is the one for this hook.
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

/** Hooks in which plugins clean up, even after a cancelled run; they never hide why it failed. */
const closing: readonly HookName[] = ["failed", "finished", "beforeCleanup", "afterCleanup"];
const never = new AbortController().signal;

/** Throws `checks-failed` if a required check failed. */
export function refuseFailedChecks(verdicts: readonly NamedVerdict[]): void {
  const failed = verdicts.filter(({ required, status }) => required === true && status === "failed");
  if (failed.length === 0) return;
  const told = failed.map(({ name, summary }) => `${name}: ${summary}`);
  const logs = failed.flatMap(({ log }) => log ?? []);
  throw new DebootcError(
    "checks-failed",
    `the packages do not pass their required checks:\n  ${told.join("\n  ")}`,
    {
      hint:
        logs.length === 0 ? "The result names each check." : `Read ${logs.join(", ")} next to the results.`,
    },
  );
}

/** Refuses what a plugin does after its hook has ended, because it would interfere with others. */
function refuseLate({ name }: LoadedPlugin, signal: AbortSignal): void {
  if (signal.aborted)
    throw new DebootcError("plugin-failed", `the plugin ${name} adds a result after its hook has ended`);
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
