import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/** Describes what is read of a release in the answers of GitHub's REST API. */
export const githubReleaseSchema = z.object({
  id: z.int(),
  tag_name: z.string(),
  draft: z.boolean(),
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? null),
  html_url: z.string(),
});
export type GitHubRelease = z.infer<typeof githubReleaseSchema>;

/** Describes what is read of an asset of a release. */
export const githubAssetSchema = z.object({
  id: z.int(),
  name: z.string(),
  /** `starter` as long as not all bytes are there, for ever if the upload broke off. */
  state: z.string(),
  size: z.int().min(0),
  /** Older servers do not tell it. */
  digest: digestSchema.nullish(),
});
export type GitHubAsset = z.infer<typeof githubAssetSchema>;
