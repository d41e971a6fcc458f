import { addKey, type NewApp, newApp } from "../apps/create-app.ts";
import {
  installApp,
  ping,
  removeInstallation,
  selectRepository,
  suspendInstallation,
} from "../apps/installations.ts";
import { type Manifest, submitManifest } from "../apps/manifest.ts";
import type { App, Installation } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Is an App that a test made without a manifest, with its private key. */
export interface CreatedApp {
  readonly app: App;
  readonly privateKey: string;
}

/** Does with Apps what people do on GitHub's pages. */
export interface AppControl {
  readonly createApp: (options: NewApp) => CreatedApp;
  /** Takes a manifest, and returns the code that is exchanged for the App. */
  readonly submitManifest: (manifest: Manifest, owner?: string) => string;
  /** Adds a private key, as its owner does to rotate keys; `dropKey` removes the oldest one. */
  readonly addKey: (app: App) => string;
  readonly dropKey: (app: App) => void;
  readonly ping: (app: App) => void;
  /** Installs an App on an account, for all repositories or for some. */
  readonly installApp: (app: App, login: string, repositories?: readonly Repository[]) => Installation;
  readonly suspend: (installation: Installation) => void;
  readonly unsuspend: (installation: Installation) => void;
  readonly remove: (installation: Installation) => void;
  readonly addRepository: (installation: Installation, repository: Repository) => void;
  readonly removeRepository: (installation: Installation, repository: Repository) => void;
}

/** Returns the control of Apps. */
export function appControl(world: World): AppControl {
  return {
    createApp: (options) => {
      const { app, privateKey } = newApp(world, options);
      world.apps.set(app.id, app);
      return { app, privateKey };
    },
    submitManifest: (manifest, owner) => submitManifest(world, manifest, owner),
    addKey,
    dropKey: ({ publicKeys }) => {
      if (publicKeys.length < 2) throw new Error("cannot drop the key: an App needs one");
      publicKeys.shift();
    },
    ping: (app) => ping(world, app),
    installApp: (app, login, repositories) => installApp(world, app, login, repositories),
    suspend: (installation) => suspendInstallation(world, installation, true),
    unsuspend: (installation) => suspendInstallation(world, installation, false),
    remove: (installation) => removeInstallation(world, installation),
    addRepository: (installation, repository) => selectRepository(world, installation, repository, true),
    removeRepository: (installation, repository) => selectRepository(world, installation, repository, false),
  };
}
