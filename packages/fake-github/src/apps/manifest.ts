import type { Permissions } from "../state/app.ts";
import type { World } from "../state/world.ts";
import { newApp, secret } from "./create-app.ts";

/** Is what an App's page sends to GitHub to have the App registered. */
export interface Manifest {
  readonly name: string;
  readonly url: string;
  readonly hook_attributes?: { readonly url: string; readonly active?: boolean };
  readonly redirect_url?: string;
  readonly default_permissions?: Permissions;
  readonly default_events?: readonly string[];
}

const codeLifetime = 3_600_000;

/** Takes a manifest as the page of GitHub does, and returns the code that is exchanged for the App within an hour. */
export function submitManifest(world: World, manifest: Manifest, owner?: string): string {
  if (!manifest.name || !manifest.url)
    throw new Error("cannot register the App: its manifest needs a name and a url");
  const made = newApp(world, {
    name: manifest.name,
    ...(owner === undefined ? {} : { owner }),
    permissions: manifest.default_permissions ?? {},
    events: manifest.default_events ?? [],
    url: manifest.url,
    ...(manifest.hook_attributes === undefined
      ? {}
      : { hook: { ...manifest.hook_attributes, secret: secret(world, 40) } }),
  });
  const code = secret(world, 40);
  world.pendingApps.set(code, { ...made, expiresAt: world.clock.now() + codeLifetime });
  return code;
}
