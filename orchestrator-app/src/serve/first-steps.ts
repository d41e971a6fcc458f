import type { ServeSettings } from "@debootc/core/hub/serve-settings";
import { shellWord } from "@debootc/core/text/shell-word";

/** Says what a hub that runs knows of its App, and what it was started with. */
interface Known {
  readonly hasSecret: boolean;
  readonly hasApp: boolean;
  readonly port: number;
  readonly settings: Pick<ServeSettings, "appId" | "privateKeyFile" | "dataDir">;
}

/** Returns what to do next with a hub that is not registered at GitHub yet; nothing for one that is. */
export function firstSteps({ hasSecret, hasApp, port, settings }: Known): string | undefined {
  const missing = [
    ...(hasSecret ? [] : ["the webhook secret"]),
    ...(hasApp || settings.appId !== undefined ? [] : ["the id of the App"]),
    ...(hasApp || settings.privateKeyFile !== undefined ? [] : ["the private key of the App"]),
  ];
  if (missing.length === 0) return undefined;
  return [
    `The hub runs, but is not registered at GitHub yet. Missing: ${missing.join(", ")}.`,
    "",
    "  1. Register the App, with the least permissions:",
    `       debootc orchestrator setup --public-url https://HUB.EXAMPLE.ORG --data-dir ${shellWord(settings.dataDir)}`,
    "     or by hand, and start the hub with",
    "       DEBOOTC_WEBHOOK_SECRET, or --webhook-secret-file FILE",
    "       --app-id ID --private-key-file FILE",
    `  2. Let GitHub reach POST /webhooks of port ${port}, by a reverse proxy that speaks HTTPS.`,
    "  3. Install the App on a repository, and push to it.",
    "",
    "docs/hub.md has more.",
  ].join("\n");
}
