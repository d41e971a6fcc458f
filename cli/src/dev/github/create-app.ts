import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { DevDirectory } from "../directory/dev-directory.ts";
import type { GitHubControl } from "./github-control.ts";

/** Is the App of the hub, as the hub is told of it. */
export interface DevApp {
  readonly id: number;
  readonly slug: string;
  readonly privateKeyFile: string;
  readonly webhookSecretFile: string;
}

const createdSchema = z.looseObject({ id: z.number(), slug: z.string(), privateKey: z.string() });

/** Creates the App that a hub is, which delivers to that hub. Its key and secret go into files of the owner alone. */
export async function createApp(
  github: GitHubControl,
  directory: DevDirectory,
  hubUrl: string,
): Promise<DevApp> {
  const secret = randomBytes(32).toString("hex");
  const [made] = await github.steps({
    ...{ do: "create-app", name: "debootc-dev", permissions: appPermissions, events: appEvents },
    hook: { url: `${hubUrl}/webhooks`, secret },
  });
  const { id, slug, privateKey } = createdSchema.parse(made);
  const [privateKeyFile, webhookSecretFile] = [directory.secret("app.pem"), directory.secret("webhook")];
  await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
  await writeFile(webhookSecretFile, `${secret}\n`, { mode: 0o600 });
  return { id, slug, privateKeyFile, webhookSecretFile };
}
