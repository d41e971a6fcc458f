import * as z from "zod";

/** Names the faults that a caller tells apart. */
export type FaultCode = "credentials" | "variable-undefined";

/** Says what is wrong with a text. */
export interface TextFault {
  readonly code?: FaultCode;
  readonly message: string;
  /** What is shown instead of the text, where that is a secret. */
  readonly given?: string;
  readonly allowed?: string;
  readonly hint?: string;
  /** The part of the text that is meant, when it is not the whole. */
  readonly within?: string;
}

/** Says everything that is wrong with a text; nothing when it may stay. */
export type TextRule = (text: string) => readonly TextFault[];

interface TextMeta {
  readonly description: string;
  readonly examples?: readonly string[];
  readonly default?: string;
  /** What holds without it, if that is not a fixed value. */
  readonly absent?: string;
  /** For editors only: the rule decides, in words of its own. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** Limits how many faults of one text are reported; a text may be a megabyte of wrong words. */
export const mostFaults = 10;

/** Makes the schema of a string that a rule checks; `meta` is what editors show. */
export function textSchema(rule: TextRule, meta: TextMeta): z.ZodString {
  return z
    .string()
    .superRefine((text, context) => {
      for (const { message, ...params } of rule(text).slice(0, mostFaults))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({ ...meta });
}
