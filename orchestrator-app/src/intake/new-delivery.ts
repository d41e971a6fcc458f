import { DebootcError } from "@debootc/core/error/debootc-error";
import * as z from "zod";
import { isDeeperThan } from "./json-depth.ts";

/** Holds what is stored of a delivery before it is acknowledged. */
export interface NewDelivery {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  /** The body as it was signed. */
  readonly body: string;
  readonly receivedAt: Date;
}

/** Payloads of GitHub are nested some ten levels deep. */
const deepest = 64;

// What a handler needs is checked when it is handled; these are only for finding the row.
const envelopeSchema = z.looseObject({
  action: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/)
    .nullable()
    .catch(null),
  installation: z.looseObject({ id: z.int() }).nullable().catch(null),
  repository: z.looseObject({ id: z.int() }).nullable().catch(null),
});

interface Headers {
  readonly guid: string | undefined;
  readonly event: string | undefined;
}

/** Parses a delivery whose signature has been verified. Throws `request-invalid`. */
export function newDelivery(headers: Headers, raw: Uint8Array, receivedAt: Date): NewDelivery {
  const guid = headerOf("X-GitHub-Delivery", headers.guid, /^[0-9A-Za-z-]{1,100}$/);
  const event = headerOf("X-GitHub-Event", headers.event, /^[a-z0-9_]{1,64}$/);
  const body = textOf(raw);
  const { action, installation, repository } = envelopeOf(raw, body);
  return {
    guid,
    event,
    action,
    installationId: installation?.id ?? null,
    repositoryId: repository?.id ?? null,
    body,
    receivedAt,
  };
}

function headerOf(name: string, value: string | undefined, allowed: RegExp): string {
  if (value !== undefined && allowed.test(value)) return value;
  throw invalid(
    value === undefined
      ? `the header ${name} is missing`
      : `the header ${name} has another form than GitHub's`,
  );
}

function textOf(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw invalid("the body is not UTF-8");
  }
}

function envelopeOf(raw: Uint8Array, body: string): z.infer<typeof envelopeSchema> {
  if (isDeeperThan(raw, deepest)) throw invalid(`the body is nested deeper than ${deepest} levels`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw invalid("the body is not JSON");
  }
  const envelope = envelopeSchema.safeParse(parsed);
  if (!envelope.success) throw invalid("the body is not a JSON object");
  return envelope.data;
}

function invalid(message: string): DebootcError {
  return new DebootcError("request-invalid", `cannot take the delivery: ${message}`);
}
