import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readFile } from "node:fs/promises";
import { type AppCredentials, isAppKey } from "../github/app-token.ts";
import type { GitHubUrls } from "../setup/github-urls.ts";
import { readApp } from "../setup/app-files.ts";

/** Holds what the hub needs of its App to call GitHub. */
export interface ConnectedApp extends AppCredentials {
  readonly github: GitHubUrls;
}

/** Holds the App, which may be registered, or get another key, while the hub runs. */
export interface AppSource {
  /** Returns the App as it was last read. */
  readonly current: () => ConnectedApp | undefined;
  /** Reads it again. Throws `hub-settings-invalid`, and keeps what it knew. */
  readonly read: () => Promise<void>;
}

/** Returns the source of the App: that of the settings, else the one that `orchestrator setup` has left. */
export function appSource(settings: ServeSettings): AppSource {
  let app: ConnectedApp | undefined;
  return {
    current: () => app,
    read: async () => {
      app = await readConnected(settings);
    },
  };
}

/** Returns the App. Throws `hub-settings-invalid` if none is registered yet. */
export function connectedApp(app: AppSource): ConnectedApp {
  const current = app.current();
  if (current !== undefined) return current;
  throw new DebootcError("hub-settings-invalid", "the hub is not registered at GitHub yet", {
    hint: "Register it: debootc orchestrator setup.",
  });
}

async function readConnected(settings: ServeSettings): Promise<ConnectedApp | undefined> {
  const { appId, privateKeyFile, dataDir, githubUrl } = settings;
  if (appId === undefined || privateKeyFile === undefined) return readApp(dataDir);
  const privateKey = await readKey(privateKeyFile);
  return { appId, privateKey, github: { api: githubUrl, html: pagesOf(githubUrl) } };
}

/** Returns the address of the pages that belong to an API: github.com has a host for each. */
function pagesOf(api: string): string {
  return api === "https://api.github.com" ? "https://github.com" : api.replace(/\/api\/v3$/, "");
}

async function readKey(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new DebootcError(
      "hub-settings-invalid",
      `cannot read the private key: ${(error as Error).message}`,
      {
        hint: "Give the right file by --private-key-file, readable by the user of the hub.",
        cause: error,
      },
    );
  }
  if (isAppKey(text)) return text;
  throw new DebootcError("hub-settings-invalid", `${file} is not the private key of an App`, {
    hint: "Give the file that GitHub lets you download in the settings of the App: it begins with -----BEGIN.",
  });
}
