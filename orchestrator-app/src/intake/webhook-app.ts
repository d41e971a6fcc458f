import { DebootcError } from "@debootc/core/error/debootc-error";
import { problemOf, problemType } from "@debootc/core/error/problem";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { IncomingMessage } from "node:http";
import type { Log } from "../log/log.ts";
import { ByteBudget } from "./byte-budget.ts";
import { countIn, type IntakeCounters } from "./intake-counters.ts";
import { type NewDelivery, newDelivery } from "./new-delivery.ts";
import { RareLog } from "./rare-log.ts";
import { readBody } from "./read-body.ts";
import { claimedDigest, isSigned } from "./verify-signature.ts";

/** Is what the intake needs of the hub around it. */
export interface Intake {
  /** Returns the one or two secrets that are good now; none before an App is registered. */
  readonly secrets: () => readonly string[];
  /** Stores a delivery durably; returns whether it is new. */
  readonly store: (delivery: NewDelivery) => Promise<boolean>;
  /** Is called after a new delivery is stored. */
  readonly onStored: () => void;
  readonly counters: IntakeCounters;
  readonly clock: () => Date;
  readonly log: Log;
  readonly limits?: Partial<IntakeLimits>;
}

interface IntakeLimits {
  /** The longest body in bytes; GitHub sends none that is longer. */
  readonly body: number;
  /** Bytes of all bodies together. */
  readonly allBodies: number;
  /** How long a body may take, in milliseconds. */
  readonly bodyTime: number;
  /** How long storing may take, in milliseconds; GitHub waits ten seconds for an answer. */
  readonly storeTime: number;
}

const intakeLimits: IntakeLimits = {
  body: 25 * 1024 * 1024,
  allBodies: 256 * 1024 * 1024,
  bodyTime: 8000,
  storeTime: 9000,
};

/**
 * Returns the door of GitHub's deliveries. Nothing of a body is parsed or stored before its signature is verified, and
 * nothing is acknowledged before it is stored.
 */
export function webhookApp(intake: Intake): Hono<{ Bindings: HttpBindings }> {
  const limits = { ...intakeLimits, ...intake.limits };
  const budget = new ByteBudget(limits.allBodies);
  const forgeries = new RareLog(intake.log, intake.clock);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post("/webhooks", async (context) => {
    const { incoming } = context.env;
    try {
      const isNew = await take(incoming, intake, limits, budget);
      return context.json({ state: isNew ? "accepted" : "known" }, 202);
    } catch (error) {
      const problem = problemOf(error);
      note(intake, forgeries, incoming, error);
      return new Response(JSON.stringify(problem), {
        status: problem.status,
        // A connection whose request was not read to its end serves no other one.
        headers: { "content-type": problemType, ...(incoming.complete ? {} : { connection: "close" }) },
      });
    }
  });
  return app;
}

async function take(
  incoming: IncomingMessage,
  intake: Intake,
  limits: IntakeLimits,
  budget: ByteBudget,
): Promise<boolean> {
  const { headers } = incoming;
  const secrets = intake.secrets();
  if (secrets.length === 0) throw notRegistered();
  const claimed = claimedDigest(textOf(headers["x-hub-signature-256"]));
  if (claimed === undefined) throw unsigned("the header X-Hub-Signature-256 is missing or has another form");
  checkMediaType(incoming);
  using body = await readBody(incoming, { most: limits.body, milliseconds: limits.bodyTime, budget });
  if (!isSigned(body.bytes, claimed, secrets)) throw unsigned("its signature is not by the hub's secret");
  const delivery = newDelivery(
    { guid: textOf(headers["x-github-delivery"]), event: textOf(headers["x-github-event"]) },
    body.bytes,
    intake.clock(),
  );
  const isNew = await stored(delivery, intake, limits.storeTime);
  intake.counters[isNew ? "accepted" : "duplicates"]++;
  if (isNew) {
    countIn(intake.counters.events, delivery.event);
    intake.onStored();
  }
  return isNew;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}

function checkMediaType({ headers }: IncomingMessage): void {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = headers;
  if (!/^application\/json *(; *charset="?utf-8"? *)?$/i.test(type)) {
    throw new DebootcError("media-type-unsupported", "a delivery has to be of the type application/json", {
      hint: "Choose it as the content type of the App's webhook.",
    });
  }
  if (encoding.toLowerCase() !== "identity") {
    throw new DebootcError("media-type-unsupported", "a delivery must not be compressed");
  }
}

async function stored(delivery: NewDelivery, intake: Intake, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("the database did not answer in time")), milliseconds);
  try {
    return await Promise.race([intake.store(delivery), late.promise]);
  } catch (error) {
    throw new DebootcError("database-unreachable", "the delivery could not be stored", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function note(intake: Intake, forgeries: RareLog, incoming: IncomingMessage, error: unknown): void {
  const { counters, log } = intake;
  const code = error instanceof DebootcError ? error.code : "internal-fault";
  const from = incoming.socket.remoteAddress;
  if (code === "webhook-refused") {
    counters.forged++;
    forgeries.warn({ from }, "refused a delivery without a good signature");
  } else if (code === "database-unreachable") {
    counters.unstored++;
    log.error({ error: (error as Error).cause }, "could not store a delivery");
  } else {
    countIn(counters.refused, code);
    if (code === "internal-fault") log.error({ error }, "a delivery met a fault of the hub");
  }
}

function unsigned(reason: string): DebootcError {
  return new DebootcError("webhook-refused", `cannot take the delivery: ${reason}`);
}

function notRegistered(): DebootcError {
  return new DebootcError("hub-settings-invalid", "the hub has no webhook secret yet", {
    hint: "Register the App with debootc orchestrator setup, or set DEBOOTC_WEBHOOK_SECRET.",
  });
}
