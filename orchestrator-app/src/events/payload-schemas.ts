import * as z from "zod";

// Only what is used, and loosely: GitHub adds fields at any time.

const id = z.int().positive();

export const accountSchema = z.looseObject({ login: z.string().min(1), type: z.string().default("User") });

/** Describes GitHub's times, which are texts in most places and seconds in some. */
export const timeSchema = z
  .union([z.string(), z.number().transform((seconds) => seconds * 1000)])
  .pipe(z.coerce.date());

/** Describes who did it; GitHub calls an account that is gone, or that it does not name, `ghost`. */
export const senderSchema = z
  .looseObject({ login: z.string().min(1) })
  .nullish()
  .transform((sender) => sender ?? { login: "ghost" });

/** Describes the whole repository that most events carry. */
export const repositorySchema = z.looseObject({
  id,
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  private: z.boolean(),
  owner: accountSchema,
  default_branch: z.string().min(1),
  archived: z.boolean().default(false),
  updated_at: timeSchema.optional(),
  pushed_at: timeSchema.nullish(),
});
export type RepositoryPayload = z.output<typeof repositorySchema>;

/** Describes a repository in the events of installations, which say less of it. */
export const shortRepositorySchema = z.looseObject({
  id,
  full_name: z.string().regex(/^[^/]+\/[^/]+$/),
  private: z.boolean(),
});
export type ShortRepositoryPayload = z.output<typeof shortRepositorySchema>;

export const installationSchema = z.looseObject({
  id,
  account: accountSchema,
  permissions: z.record(z.string(), z.string()),
  updated_at: timeSchema,
});
export type InstallationPayload = z.output<typeof installationSchema>;

/** Describes what an event of a repository has besides its own fields. */
export const repositoryEvent = {
  repository: repositorySchema,
  /** Absent in what is sent to a webhook that is not the App's. */
  installation: z.looseObject({ id }).optional(),
  sender: senderSchema,
};

export const shaSchema = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
