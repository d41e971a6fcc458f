import { createHmac } from "node:crypto";
import type { App } from "../state/app.ts";

/** Returns the headers that GitHub sends with a payload; the signatures are of the bytes of the body. */
export function signedHeaders(app: App, event: string, guid: string, body: string): Record<string, string> {
  const { hook } = app;
  const signature = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, hook.secret).update(body).digest("hex")}`;
  return {
    accept: "*/*",
    "content-type": hook.contentType === "json" ? "application/json" : "application/x-www-form-urlencoded",
    "user-agent": "GitHub-Hookshot/fake",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(hook.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    ...(hook.secret === ""
      ? {}
      : { "x-hub-signature": signature("sha1"), "x-hub-signature-256": signature("sha256") }),
  };
}
