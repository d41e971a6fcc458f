import type { Digest } from "@debootc/core/record/digest";
import type { Plugin } from "./api.ts";

/** A plugin that is switched on, with its options checked. */
export interface LoadedPlugin {
  /** As the configuration names it. */
  readonly name: string;
  readonly plugin: Plugin;
  readonly options: unknown;
  /** Its failure is the build's. */
  readonly required: boolean;
  readonly timeoutSeconds: number;
  /** Of the file that it is, where that may change without its version: not of those that are shipped. */
  readonly code?: Digest;
}

/** What plugins add to the key of a build: those that may change its results, with all that they do it by. */
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
