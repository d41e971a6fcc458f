import * as z from "zod";

// A newer hub may say more: what is not shown is passed on to --json as it is.
const failure = z.looseObject({ code: z.string(), message: z.string() }).nullable();

export const runAnswer = z.looseObject({
  id: z.number(),
  repository: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  cause: z.string(),
  priority: z.number(),
  ref: z.string(),
  sha: z.string(),
  actor: z.string(),
  composeId: z.string().nullable(),
  failure,
  createdAt: z.string(),
});

export const taskAnswer = z.looseObject({
  id: z.number(),
  run: z.number(),
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  since: z.string(),
  attempt: z.number(),
  failure,
});

export const runDetailsAnswer = z.looseObject({
  run: runAnswer,
  tasks: z.array(taskAnswer),
  changes: z.array(z.looseObject({ at: z.string(), to: z.string(), cause: z.string(), actor: z.string() })),
});

export const whyAnswer = z.looseObject({
  kind: z.string(),
  message: z.string(),
  since: z.string(),
  until: z.string().optional(),
});

export const artifactAnswer = z.looseObject({
  id: z.number(),
  taskName: z.string(),
  name: z.string(),
  state: z.string(),
  size: z.number().nullable(),
  digest: z.string().nullable(),
  expiresAt: z.string().nullable(),
  failure,
});

export const releaseAnswer = z.looseObject({
  id: z.number(),
  repository: z.string(),
  tag: z.string(),
  state: z.string(),
  composeId: z.string(),
  digest: z.string().nullable(),
  url: z.string().nullable(),
  publishedAt: z.string().nullable(),
  failure,
});

const channelRelease = z.looseObject({ release: z.number(), tag: z.string(), digest: z.string() });

export const channelAnswer = z.looseObject({
  name: z.string(),
  current: channelRelease.nullable(),
  movedAt: z.string().nullable(),
});

export const channelListAnswer = z.looseObject({
  channels: z.array(channelAnswer),
  moves: z.array(
    z.looseObject({
      channel: z.string(),
      kind: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      actor: z.string(),
      at: z.string(),
    }),
  ),
});

export const deliveryAnswer = z.looseObject({
  guid: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  state: z.string(),
  receivedAt: z.string(),
  outcome: z.string().nullable(),
});

export const keyAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});

export const hostAnswer = z.looseObject({
  name: z.string(),
  state: z.string(),
  alive: z.boolean(),
  seenAt: z.string().nullable(),
  report: z
    .looseObject({
      arches: z.array(z.string()),
      slots: z.number(),
      labels: z.array(z.string()),
      cpus: z.number(),
      memoryMiB: z.number(),
      runner: z.looseObject({ kind: z.string(), version: z.string() }),
    })
    .nullable(),
  warning: z.string().nullable(),
  ordersDone: z.number(),
  ordersFailed: z.number(),
  orders: z.array(
    z.looseObject({
      id: z.string(),
      state: z.string(),
      task: z.number(),
      name: z.string(),
      placedAt: z.string(),
    }),
  ),
});

/** Returns the schema of a page of a list. */
export function pageAnswer<T extends z.ZodType>(item: T) {
  return z.looseObject({ items: z.array(item), next: z.string().optional() });
}
