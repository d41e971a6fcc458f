import { DebootcError } from "@debootc/core/error/debootc-error";
import { closestWord } from "@debootc/core/text/closest-word";
import { isPluginFile } from "@debootc/core/mock-build/chroot/plugin-name";
import type { Digest } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { existsSync, realpathSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import type { Plugin } from "../plugin/api.ts";
import { builtInPlugins } from "./built-in-plugins.ts";
import { hookNames } from "../plugin/hook.ts";

interface Search {
  /** Directories from which Node looks for npm packages: those of the files that name the plugin, then the user's. */
  readonly directories: readonly string[];
  /** Directories from which no plugin may be loaded: those of the source packages. */
  readonly untrusted: readonly string[];
}

interface FoundPlugin {
  readonly plugin: Plugin;
  /** Digest of its file; absent for a plugin that debootc ships. */
  readonly code?: Digest;
}

const api = "@debootc/pipeline/mock-build/plugin/api";

/** Finds a plugin by its name: one that debootc ships, a file, or an npm package. Throws `plugin-invalid`. */
export async function loadPlugin(name: string, search: Search): Promise<FoundPlugin> {
  const builtIn = builtInPlugins[name];
  if (builtIn !== undefined) return { plugin: await builtIn() };
  const path = isPluginFile(name) ? name : packageFile(name, search.directories);
  if (path === undefined || !existsSync(path)) throw notFound(name, search.directories);
  const real = realpathSync(path);
  refuseUntrusted(name, real, search.untrusted);
  return { plugin: checkedPlugin(name, await importFile(name, real)), code: (await fileDigest(real)).digest };
}

/** Returns whether something has the name, a plugin or not. Reads none of it. */
export function isPluginThere(name: string, directories: readonly string[]): boolean {
  if (builtInPlugins[name] !== undefined) return true;
  return isPluginFile(name) ? existsSync(name) : packageFile(name, directories) !== undefined;
}

function packageFile(name: string, directories: readonly string[]): string | undefined {
  const names =
    name.startsWith("@") || name.startsWith("debootc-plugin-") ? [name] : [`debootc-plugin-${name}`, name];
  for (const directory of directories) {
    const { resolve } = createRequire(join(directory, "package.json"));
    for (const candidate of names) {
      try {
        return resolve(candidate);
      } catch (error) {
        // ES modules are still found by their path.
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "MODULE_NOT_FOUND" && code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
      }
    }
  }
  return undefined;
}

function refuseUntrusted(name: string, path: string, untrusted: readonly string[]): void {
  const inside = untrusted
    .filter((directory) => existsSync(directory))
    .map((directory) => realpathSync(directory))
    .find((directory) => path === directory || path.startsWith(`${directory}/`));
  if (inside === undefined) return;
  throw new DebootcError(
    "trust-refused",
    `cannot load the plugin ${name}: it would come from the source package: ${path}`,
    {
      hint: "A plugin acts on this machine with your rights. Install it elsewhere, and name it in your own configuration.",
    },
  );
}

let isRegistered = false;

/** Makes a plugin's import of the API resolve to this debootc's, wherever the plugin is. */
function serveApi(): void {
  if (isRegistered) return;
  isRegistered = true;
  const url = pathToFileURL(join(import.meta.dirname, "../plugin/api.ts")).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === api ? { url, shortCircuit: true } : next(specifier, context),
  });
}

async function importFile(name: string, path: string): Promise<unknown> {
  serveApi();
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new DebootcError("plugin-invalid", `cannot load the plugin ${name}: ${said}`, {
      hint: `Node must be able to import ${path}; a package under node_modules must contain JavaScript, not TypeScript.`,
      cause: error,
    });
  }
}

const isFunction = z.custom<() => unknown>((value) => typeof value === "function", "expected a function");
const shape = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  changesResults: z.boolean(),
  options: z
    .custom(
      (value) => value === undefined || (value !== null && typeof value === "object" && "_zod" in value),
      "expected a zod schema",
    )
    .optional(),
  order: z.number().optional(),
  timeoutSeconds: z.number().positive().optional(),
  setup: isFunction.optional(),
  hooks: z.partialRecord(z.enum(hookNames), isFunction).optional(),
});

/** Checks a plugin's form, so that its author learns what is wrong instead of what breaks later. */
function checkedPlugin(name: string, value: unknown): Plugin {
  const { success, error } = shape.safeParse(value);
  if (success) return value as Plugin;
  throw new DebootcError("plugin-invalid", `${name} is not a plugin: ${z.prettifyError(error)}`, {
    hint: `Its default export must be what definePlugin of ${api} takes; docs/mock-plugins.md shows a complete one.`,
  });
}

function notFound(name: string, directories: readonly string[]): DebootcError {
  if (isPluginFile(name)) {
    return new DebootcError("plugin-invalid", `the plugin ${name} does not exist`, {
      hint: "Its path is relative to the file that names it.",
    });
  }
  const known = Object.keys(builtInPlugins);
  const near = closestWord(name, known);
  return new DebootcError(
    "plugin-invalid",
    `there is no plugin ${name}: debootc ships ${known.join(", ")}, and the npm package ` +
      `${name.startsWith("debootc-plugin-") || name.startsWith("@") ? name : `debootc-plugin-${name}`} is not found from ${directories.join(", ")}`,
    {
      hint:
        near === undefined
          ? "Install it with npm in one of these directories, or name its file."
          : `Did you mean ${near}?`,
    },
  );
}
