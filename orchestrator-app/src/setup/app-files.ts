import { DebootcError } from "@debootc/core/error/debootc-error";
import { readIfPresent } from "@debootc/tools/files/paths";
import { requireDirectory } from "@debootc/tools/files/require-directory";
import { chmod, open, rename } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { AppCredentials } from "../github/app-token.ts";
import type { GitHubUrls } from "./github-urls.ts";

/** Holds a registered App as it is kept in the data directory. */
export interface RegisteredApp extends AppCredentials {
  readonly slug: string;
  readonly webhookSecret: string;
  readonly github: GitHubUrls;
}

const appFile = z.strictObject({
  appId: z.int().positive(),
  slug: z.string().min(1),
  github: z.strictObject({ html: z.url(), api: z.url() }),
});

const names = { app: "app.json", key: "app-key.pem", secret: "webhook-secret" } as const;

/** Keeps an App: its key and secret can be read by the user of the hub only. */
export async function writeApp(directory: string, app: RegisteredApp): Promise<void> {
  const { appId, slug, github, privateKey, webhookSecret } = app;
  await requireDirectory(directory, 0o700);
  await writeSecret(join(directory, names.key), privateKey);
  await writeSecret(join(directory, names.secret), `${webhookSecret}\n`);
  // The last one: with it the App is there.
  await writeSecret(join(directory, names.app), `${JSON.stringify({ appId, slug, github }, undefined, 2)}\n`);
}

/** Reads the App of a data directory; returns undefined if none was registered. Throws `hub-settings-invalid`. */
export async function readApp(directory: string): Promise<RegisteredApp | undefined> {
  const text = (await readIfPresent(join(directory, names.app)))?.toString();
  if (text === undefined) return undefined;
  const parsed = appFile.safeParse(jsonOf(text));
  const privateKey = (await readIfPresent(join(directory, names.key)))?.toString();
  const webhookSecret = (await readIfPresent(join(directory, names.secret)))?.toString().trim();
  if (parsed.success && privateKey !== undefined && webhookSecret) {
    return { ...parsed.data, privateKey, webhookSecret };
  }
  throw new DebootcError(
    "hub-settings-invalid",
    `cannot use the App in ${directory}: ${names.app}, ${names.key} or ${names.secret} is damaged or missing`,
    {
      hint: "Restore the directory from a backup, or register another App: debootc orchestrator setup.",
    },
  );
}

async function writeSecret(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  {
    await using file = await open(temporary, "w", 0o600);
    // An older file keeps its mode when it is opened.
    await chmod(temporary, 0o600);
    await file.writeFile(content);
    await file.sync();
  }
  await rename(temporary, path);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
