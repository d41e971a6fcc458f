import * as z from "zod";
import { failureClasses } from "../error/failure-class.ts";
import { taskKinds } from "../task/task-kind.ts";
import { hostReportSchema } from "./host-report.ts";

/** Is what the agent of a host and the hub say to each other, as `POST /api/v1/agent/...` with the token of the host. */
const term = z.int().positive();
/** Matches the id of an order, which is also the name of its directory on a host. */
export const orderIdForm = /^[0-9]+-[a-z0-9]{6,40}$/;
const orderId = z.string().regex(orderIdForm);

/** Begins a session (`/agent/session`): whatever an earlier one of this host still says counts for nothing. */
export const sessionRequestSchema = z.strictObject({
  host: hostReportSchema,
  /** The orders that it has, whatever their state. */
  orders: z.array(orderId).max(64),
});

/** Answers it. */
export const sessionAnswerSchema = z.strictObject({
  name: z.string(),
  term,
  heartbeatSeconds: z.int().positive(),
  /** The host counts as lost when it was silent for so long; it must then end what it has. */
  lostAfterSeconds: z.int().positive(),
  /** Which of its orders it has to end: the hub gave them up. */
  end: z.array(orderId),
});

/** Asks for work (`/agent/next`). The hub answers 204 when there is none after `waitSeconds`. */
export const nextRequestSchema = z.strictObject({
  term,
  /** The orders that it has, so that one whose answer was lost is noticed. */
  orders: z.array(orderId).max(64),
  waitSeconds: z.int().min(0).max(60),
});

/** Is one order: start one runner, once, for the job that has this label. */
export const orderSchema = z.strictObject({
  id: orderId,
  label: z.string(),
  runnerName: z.string().max(64),
  /** A secret: for `ACTIONS_RUNNER_INPUT_JITCONFIG` of the runner and nothing else. */
  jitConfig: z.string(),
  /** After so long the runner is killed. */
  timeoutSeconds: z.int().positive(),
  task: z.strictObject({ id: z.int().positive(), name: z.string(), kind: z.enum(taskKinds) }),
  run: z.int().positive(),
  repository: z.string(),
});

const orderStates = ["starting", "running", "ending"] as const;

/** Says that the host lives (`/agent/heartbeat`). */
export const heartbeatRequestSchema = z.strictObject({
  term,
  orders: z.array(z.strictObject({ id: orderId, state: z.enum(orderStates) })).max(64),
  /** Of the last minute; load in processors. */
  load: z.number().min(0),
  memoryFreeMiB: z.int().min(0),
  diskFreeMiB: z.int().min(0),
});

const hostStates = ["enabled", "draining", "disabled"] as const;

/** Answers it. */
export const heartbeatAnswerSchema = z.strictObject({
  state: z.enum(hostStates),
  end: z.array(orderId),
});

/** Says what became of an order (`/agent/orders/ID/report`). */
export const orderReportSchema = z.strictObject({
  term,
  state: z.enum(["started", "ended"]),
  /** When `ended`: how the runner ended, and what it used. */
  exit: z
    .strictObject({
      code: z.int().nullable(),
      signal: z.string().max(20).nullable(),
      /** Why the agent says so, if the runner did not end by itself. */
      failure: z
        .strictObject({
          code: z.string().max(60),
          class: z.enum(failureClasses),
          message: z.string().max(4000),
          hint: z.string().max(1000).optional(),
        })
        .optional(),
    })
    .optional(),
  /** Names what it took from the cache of the host, or put there, as the host names what its cache has; a hint. */
  used: z.array(z.string().max(200)).max(50).optional(),
  statistics: z
    .strictObject({
      seconds: z.number().min(0),
      cpuSeconds: z.number().min(0),
      maxMemoryMiB: z.int().min(0),
      diskMiB: z.int().min(0),
    })
    .optional(),
});

/** Answers a piece of a log (`/agent/orders/ID/log?offset=BYTES`, the bytes as body): how many bytes the hub has now. */
export const logAnswerSchema = z.strictObject({ next: z.int().min(0) });

export type SessionRequest = z.output<typeof sessionRequestSchema>;
export type SessionAnswer = z.output<typeof sessionAnswerSchema>;
export type NextRequest = z.output<typeof nextRequestSchema>;
export type Order = z.output<typeof orderSchema>;
export type HeartbeatRequest = z.output<typeof heartbeatRequestSchema>;
export type HeartbeatAnswer = z.output<typeof heartbeatAnswerSchema>;
export type OrderReport = z.output<typeof orderReportSchema>;
export type HostState = (typeof hostStates)[number];
export type OrderState = (typeof orderStates)[number];
