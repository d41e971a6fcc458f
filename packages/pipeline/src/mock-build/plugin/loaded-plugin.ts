import type { Digest } from "@debootc/core/record/digest";
import type { Plugin } from "./api.ts";

/** Holds a plugin that is switched on, with its options checked. */
export interface LoadedPlugin {
  /** Its name in the configuration. */
  readonly name: string;
  readonly plugin: Plugin;
  readonly options: unknown;
  /** The build fails if the plugin does. */
  readonly required: boolean;
  readonly timeoutSeconds: number;
  /** Digest of its file, which may change without its version; absent for plugins that debootc ships. */
  readonly code?: Digest;
}

/** Returns what plugins add to a build's key: those that may change its results, with all that determines how. */
export function keyOfPlugins(plugins: readonly LoadedPlugin[]): readonly object[] {
  return plugins
    .filter(({ plugin }) => plugin.changesResults)
    .map(({ name, plugin: { version }, options, code }) => ({
      name,
      version,
      ...(options === undefined ? {} : { options }),
      ...(code === undefined ? {} : { code }),
    }));
}
