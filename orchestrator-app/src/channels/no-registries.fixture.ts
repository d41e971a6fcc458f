import type { Registries } from "./registries.ts";

/** Fails whoever asks for a registry. */
export const noRegistries: Registries = {
  use: async () => Promise.reject(new Error("there is no registry")),
};
