import * as z from "zod";

/** What is wrong with a text. */
export interface TextFault {
  readonly message: string;
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
  /** What holds without it, where that is no fixed value. */
  readonly absent?: string;
  /** For editors only: the rule decides, in words of its own. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** How many faults of one text are told; a text may be a megabyte of wrong words. */
export const mostFaults = 10;

/** A string that a rule checks; `meta` is what editors show. */
export function textSchema(rule: TextRule, meta: TextMeta): z.ZodString {
  return z
    .string()
    .superRefine((text, context) => {
      for (const { message, ...params } of rule(text).slice(0, mostFaults))
        context.addIssue({ code: "custom", message, params });
    })
    .meta({ ...meta });
}
