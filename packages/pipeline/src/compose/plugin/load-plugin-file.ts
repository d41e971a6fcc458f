import { DebootcError } from "@debootc/core/error/debootc-error";
import { composePhases } from "@debootc/core/phase/compose-steps";
import { realpathSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import timers from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { apiVersion, type ComposePlugin } from "./compose-api.ts";

const api = "@debootc/pipeline/compose/plugin/compose-api";

/** Loads the plugin in a file, which runs its code. Throws `plugin-invalid`. */
export async function loadPluginFile(file: string): Promise<ComposePlugin> {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isFile() !== true) {
    const message = `the plugin ${file} ${facts === undefined ? "does not exist" : "is not a file"}`;
    throw new DebootcError("plugin-invalid", message, {
      hint: "A plugin is one JavaScript or TypeScript file.",
    });
  }
  return checkedPlugin(file, await importFile(realpathSync(file)));
}

let isServed = false;

/** Makes a plugin's import of the API resolve to this debootc's, wherever the plugin is. */
function serveApi(): void {
  if (isServed) return;
  isServed = true;
  const url = pathToFileURL(join(import.meta.dirname, "compose-api.ts")).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === api ? { url, shortCircuit: true } : next(specifier, context),
  });
}

async function importFile(path: string): Promise<unknown> {
  serveApi();
  const loaded = new AbortController();
  try {
    const late = timers.setTimeout(mostMilliseconds, undefined, { signal: loaded.signal });
    const module = await Promise.race([import(pathToFileURL(path).href), late.then(refuseLate)]);
    return (module as { readonly default?: unknown }).default;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new DebootcError("plugin-invalid", `cannot load the plugin ${path}: ${said}`, {
      hint: "Node must be able to import it; TypeScript must not need more than its types removed.",
      cause: error,
    });
  } finally {
    loaded.abort();
  }
}

/** A module that waits for something would keep a compose from beginning. */
const mostMilliseconds = 30_000;

function refuseLate(): never {
  throw new Error(`it was not loaded within ${mostMilliseconds / 1000} s`);
}

const slotSchema = z.looseObject({ id: z.string().min(1) });
const slotsSchema = z.record(z.string(), slotSchema);
const nodeSchema = z.strictObject({
  leaves: slotSchema,
  phase: z.enum(composePhases),
  title: z.string().min(1).max(200),
  reads: slotsSchema,
  after: slotsSchema.optional(),
  ifMade: slotsSchema.optional(),
  required: z.boolean(),
  // The longest that a timer of Node can wait.
  timeoutSeconds: z.number().positive().max(2_000_000),
  resources: z.strictObject({
    cpus: z.number().min(0),
    memoryMiB: z.number().min(0),
    diskMiB: z.number().min(0),
  }),
  run: z.custom<() => unknown>((value) => typeof value === "function", "expected a function"),
});
const pluginSchema = z.strictObject({
  api: z.literal(apiVersion, `expected ${apiVersion}, the version of the API that this debootc has`),
  name: z.string().min(1).max(100),
  nodes: z.array(nodeSchema).min(1),
});

/** Checks a plugin's form, so that its author learns what is wrong instead of what breaks later. */
function checkedPlugin(file: string, value: unknown): ComposePlugin {
  const { success, error } = pluginSchema.safeParse(value);
  if (success) return value as ComposePlugin;
  throw new DebootcError("plugin-invalid", `${file} is not a plugin: ${z.prettifyError(error)}`, {
    hint: `Its default export must be what definePlugin of ${api} takes; docs/compose-plugins.md shows a complete one.`,
  });
}
