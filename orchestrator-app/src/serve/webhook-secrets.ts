import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { readFile } from "node:fs/promises";
import { readApp } from "../setup/app-files.ts";

const most = 2;

/**
 * Returns the secrets that are good now: those of the file that the settings name, else those that were given, else those
 * of the App that `orchestrator setup` has left. None without any of them. Throws `hub-settings-invalid`.
 */
export async function currentSecrets(
  { webhookSecretFile, dataDir }: Pick<ServeSettings, "webhookSecretFile" | "dataDir">,
  given: readonly string[],
): Promise<readonly string[]> {
  if (webhookSecretFile !== undefined) return readSecretFile(webhookSecretFile);
  if (given.length > 0) return given;
  const app = await readApp(dataDir);
  return app === undefined ? [] : parseSecrets(app.webhookSecret, dataDir);
}

/** Returns the secrets in a text, each on a line: one, or while they are exchanged two. Throws `hub-settings-invalid`. */
export function parseSecrets(text: string, origin: string): readonly string[] {
  const secrets = text.split(/\r?\n/).filter((secret) => secret !== "");
  if (secrets.length > 0 && secrets.length <= most) return secrets;
  throw new DebootcError(
    "hub-settings-invalid",
    `cannot use the webhook secrets of ${origin}: it has ${secrets.length}; allowed: one, or two while they are exchanged`,
    { hint: "Write each of them on a line of its own." },
  );
}

/** Reads the secrets of a file. Throws `hub-settings-invalid`. */
export async function readSecretFile(file: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new DebootcError(
      "hub-settings-invalid",
      `cannot read the webhook secret: ${(error as Error).message}`,
      {
        hint: "Give the right file by --webhook-secret-file, readable by the user of the hub.",
        cause: error,
      },
    );
  }
  return parseSecrets(text, file);
}
