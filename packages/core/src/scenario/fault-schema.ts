import * as z from "zod";

const words = {
  delivery: ["vanish", "fail", "unheard", "duplicate", "delay", "reorder"],
  request: ["answer", "refuse", "lose-reply", "break-off", "slow"],
  download: ["cut", "damage", "unavailable"],
  clock: [],
} as const;

/** Describes something that goes wrong at fake-github, in its words. */
export const faultSchema = z
  .strictObject({
    on: z.enum(["delivery", "request", "download", "clock"]),
    do: z.enum([...words.delivery, ...words.request, ...words.download]).optional(),
    event: z.string().meta({ description: "Only for this event, such as workflow_job.queued." }).optional(),
    operation: z.string().meta({ description: "Only for this operation, such as checks/create." }).optional(),
    status: z.int().meta({ description: "Status of an answer: 403, 429, 500, 502 or 503." }).optional(),
    retryAfter: z.int().min(0).optional(),
    milliseconds: z.int().optional(),
    bytes: z
      .int()
      .min(0)
      .meta({ description: "After how many bytes a download is cut; 1000 if absent." })
      .optional(),
    skip: z.int().min(0).meta({ description: "How many it lets pass first." }).optional(),
    times: z.int().min(1).meta({ description: "How often it happens at most." }).optional(),
    chance: z.number().min(0).max(1).optional(),
  })
  .superRefine((fault, context) => {
    const allowed: readonly string[] = words[fault.on];
    if (fault.do === undefined ? allowed.length === 0 : allowed.includes(fault.do)) return;
    context.addIssue({
      code: "custom",
      path: ["do"],
      message: `this cannot happen on ${fault.on}`,
      params: { allowed: allowed.length === 0 ? "no `do`" : allowed.join(", ") },
    });
  });
