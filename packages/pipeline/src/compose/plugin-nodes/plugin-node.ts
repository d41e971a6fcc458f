import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { legText } from "@debootc/core/compose/leg-name";
import { defineNode, type Node, type NodeContext } from "../../engine/node.ts";
import { type Slot, slot, type Slots } from "../../engine/slot.ts";
import { outsideRunner } from "../../mock-build/plugin/outside-runner.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { pluginsDirectory } from "../run/leg-files.ts";
import type { LegSlots } from "../run/leg-records.ts";
import type { ComposeRecords, PluginContext, PluginNode } from "../plugin/compose-api.ts";
import type { LoadedComposePlugin } from "../plugin/load-compose-plugins.ts";
import { placePluginFiles } from "./place-plugin-files.ts";
import { pluginRecords } from "./plugin-records.ts";

/** Returns a node of a plugin as a node of a leg. Its files are those of the leg, below `plugins/STEP`; it keeps nothing in the cache. */
export function pluginNode(
  plugin: LoadedComposePlugin,
  node: PluginNode,
  setting: LegSetting,
  slots: LegSlots,
): Node {
  const { leaves, reads, after = {}, ifMade = {}, run, ...facts } = node;
  const inLeg = (step: string): Slot<unknown> =>
    isOwn(step) ? slots[step] : slot(setting.isLone ? step : `${step}@${legText(setting)}`);
  const ofLeg = (given: Slots) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, one]) => (one === undefined ? [] : [[name, inLeg(one.id)]])),
    );
  const taken: Slots = { ...reads, ...after, ...ifMade };
  const made = defineNode({
    ...facts,
    leaves: inLeg(leaves.id),
    reads: ofLeg(reads),
    after: ofLeg(after),
    ifMade: ofLeg(ifMade),
    run: async (found: Readonly<Record<string, unknown>>, context) => {
      const directory = join(context.workDirectory, "files");
      const workDirectory = join(context.workDirectory, "work");
      for (const path of [directory, workDirectory]) await mkdir(path, { recursive: true });
      const values = Object.entries(found).map(([name, value]) => [
        name,
        recordFor(taken[name]?.id ?? name, value, setting),
      ]);
      const given = pluginContext({ directory, workDirectory }, setting, context);
      try {
        const output = jsonOf(
          await untilStopped(context.signal, async () => run(Object.fromEntries(values) as never, given)),
        );
        const target = join(setting.base, pluginsDirectory, leaves.id);
        for (const file of await placePluginFiles(directory, target))
          context.report({ type: "artifact", kind: "plugin-file", path: join(target, file) });
        return { output };
      } catch (error) {
        if (context.signal.aborted) throw error;
        throw failureOf(plugin, leaves.id, error);
      }
    },
  });
  // What is attached to the image is written into its layout, of which a plugin would get now this and now that.
  const takesImage = Object.values(taken).some((one) => one?.id === "image");
  return takesImage ? { ...made, after: [...made.after, slots.sbom] } : made;
}

/** Long enough for any command: it ends with its node. */
const mostSeconds = 7 * 24 * 3600;

function isOwn(step: string): step is keyof ComposeRecords {
  return Object.hasOwn(pluginRecords, step);
}

/** Returns what a plugin gets of a record. The table has the right function for each step. */
function recordFor(step: string, value: unknown, setting: LegSetting): unknown {
  return isOwn(step) ? pluginRecords[step](value as never, setting) : value;
}

interface Room {
  readonly directory: string;
  readonly workDirectory: string;
}

function pluginContext(
  { directory, workDirectory }: Room,
  { directory: { id }, variant, architecture, title, metadata, treefile: { suite } }: LegSetting,
  { signal, log, report }: NodeContext,
): PluginContext {
  return {
    ...{ directory, workDirectory, signal, log },
    leg: { composeId: id, variant, architecture, suite, title, metadata },
    warn: (message, hint) =>
      report({
        type: "diagnostic",
        diagnostic: {
          severity: "warning",
          code: "plugin-warning",
          message,
          ...(hint === undefined ? {} : { hint }),
        },
      }),
    runOutside: outsideRunner(signal, mostSeconds),
  };
}

/** Ends with the signal even if the plugin does not. */
async function untilStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(), stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Its record is written down as those of all nodes are. */
function jsonOf(value: unknown): unknown {
  const { success, data } = z.json().safeParse(value ?? null);
  if (success) return data;
  throw new DebootcError("plugin-failed", "what it returns is not JSON", {
    hint: "Return texts, numbers, truth values, lists and maps of them, or nothing.",
  });
}

function failureOf({ name, file }: LoadedComposePlugin, step: string, error: unknown): DebootcError {
  const said = error instanceof Error ? error.message || error.name : String(error);
  const hint = error instanceof DebootcError ? error.hint : undefined;
  return new DebootcError("plugin-failed", `the plugin ${name} failed at ${step}: ${said}`, {
    hint: hint ?? `Look at ${file}.`,
    cause: error,
  });
}
