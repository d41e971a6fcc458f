import { accountOf } from "../state/find.ts";
import type { App, Permissions } from "../state/app.ts";
import type { World } from "../state/world.ts";
import { keyPairOf, newKeyPair } from "./key-pairs.ts";

/** Describes an App that is to be made. */
export interface NewApp {
  readonly name: string;
  readonly owner?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly url?: string;
  readonly hook?: { readonly url: string; readonly secret?: string; readonly active?: boolean };
}

/** Is an App with what only its owner gets to see. */
export interface AppWithSecrets {
  readonly app: App;
  readonly clientSecret: string;
  /** In PEM form. */
  readonly privateKey: string;
}

/** Returns a new App, which GitHub does not know yet. */
export function newApp(world: World, options: NewApp): AppWithSecrets {
  const id = world.newId();
  const slug = options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const { publicKey, privateKey } = keyPairOf(`${world.seed} ${id}`);
  const app: App = {
    ...{ id, slug, name: options.name, owner: accountOf(world, options.owner ?? "octo-org") },
    bot: accountOf(world, `${slug}[bot]`, "Bot"),
    clientId: `Iv23li${secret(world, 14)}`,
    externalUrl: options.url ?? "https://app.example",
    permissions: { metadata: "read", ...options.permissions },
    events: options.events,
    publicKeys: [publicKey],
    hook: {
      ...{ id: world.newId(), url: options.hook?.url ?? "", contentType: "json", insecureSsl: "0" },
      ...{ secret: options.hook?.secret ?? "", active: options.hook?.active ?? options.hook !== undefined },
    },
    createdAt: world.clock.now(),
  };
  return { app, clientSecret: secret(world, 40), privateKey };
}

/** Gives an App one more key, as its owner does to rotate them, and returns the private half. */
export function addKey(app: App): string {
  const { publicKey, privateKey } = newKeyPair();
  app.publicKeys.push(publicKey);
  return privateKey;
}

/** Returns letters and digits that nobody else has. */
export function secret(world: World, length: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length }, () => letters[Math.floor(world.random() * letters.length)]).join("");
}
