import { createHmac } from "node:crypto";
import type { NewDelivery } from "./new-delivery.ts";

export const secret = "a secret of the tests";

/** Returns the value of the header by which a secret signs a body. */
export function signatureOf(body: Uint8Array | string, by = secret): string {
  return `sha256=${createHmac("sha256", by).update(body).digest("hex")}`;
}

/** Returns the headers of a delivery as GitHub sends it. */
export function headersOf(body: Uint8Array | string, changes: Record<string, string> = {}) {
  return {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": "00000000-0000-0000-0000-000000000000",
    "x-hub-signature-256": signatureOf(body),
    ...changes,
  };
}

/** Describes a delivery that is to be stored. */
export function aDelivery(guid: string, receivedAt: Date, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    guid,
    event: "ping",
    action: null,
    installationId: null,
    repositoryId: null,
    body: `{"hook_id":1}`,
    receivedAt,
    ...changes,
  };
}
