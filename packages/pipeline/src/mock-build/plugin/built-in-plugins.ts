import type { Plugin } from "./api.ts";

/** The plugins that debootc ships, by the names that configurations use. Each is read only when it is wanted. */
export const builtInPlugins: Readonly<Record<string, () => Promise<Plugin>>> = {};
