import { applyRules } from "@debootc/core/lint/apply-rules";
import { chooseRules } from "@debootc/core/lint/choose-rules";
import { type LintOutcome, lintOutcomeSchema } from "@debootc/core/lint/lint-report";
import * as z from "zod";
import type { Operation } from "../worker/operation.ts";
import { readRoot } from "./read-root.ts";

const requestSchema = z.strictObject({ directory: z.string().regex(/^\//), skip: z.array(z.string()) });
export type LintRootRequest = z.infer<typeof requestSchema>;

/** Reads a root and judges it. Its files belong to its own users, so only root can read all of them. */
export const lintRootOperation: Operation<LintRootRequest, LintOutcome> = {
  name: "lint-root",
  request: requestSchema,
  result: lintOutcomeSchema,
  run: async ({ directory, skip }, { signal }) => {
    const { subject, unread } = await readRoot(directory, signal);
    return { ...applyRules(subject, chooseRules(skip), skip), unread: [...unread] };
  },
  results: () => [],
};
