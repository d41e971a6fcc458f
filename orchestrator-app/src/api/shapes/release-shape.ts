import { artifactStates } from "@debootc/core/task/artifact-state";
import { assetStates, releaseStates } from "@debootc/core/task/release-state";
import { z } from "@hono/zod-openapi";
import type { ReleaseAssetRow } from "../../database/release-tables.ts";
import type { artifactsBy, releasesQuery } from "../../queries/list-releases.ts";
import { failureSchema, timeSchema } from "./shared-shapes.ts";

const digest = z.string().openapi({ example: `sha256:${"0".repeat(64)}` });

export const artifactSchema = z
  .strictObject({
    id: z.int(),
    run: z.int(),
    task: z.int(),
    taskName: z.string(),
    attempt: z.int(),
    name: z.string(),
    state: z.enum(artifactStates),
    size: z.int().nullable(),
    digest: digest.nullable().openapi({ description: "That of the zip archive, as GitHub says it." }),
    githubRunId: z.int(),
    failure: failureSchema.nullable(),
    createdAt: timeSchema,
    expiresAt: timeSchema.nullable(),
  })
  .openapi("Artifact");

/** Returns the result of a task as the API shows it. */
export function artifactShape(
  row: Awaited<ReturnType<typeof artifactsBy>>[number],
): z.infer<typeof artifactSchema> {
  return {
    id: row.id,
    run: row.run_id,
    task: row.task_id,
    taskName: row.task_name,
    attempt: row.attempt,
    name: row.name,
    state: row.state,
    size: row.size,
    digest: row.digest,
    githubRunId: row.github_run_id,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

export const releaseSchema = z
  .strictObject({
    id: z.int(),
    run: z.int(),
    repository: z.string().openapi({ example: "acme/os" }),
    tag: z.string(),
    state: z.enum(releaseStates),
    composeId: z.string(),
    digest: digest.nullable().openapi({ description: "That of SHA256SUMS, which names all its files." }),
    url: z.string().nullable(),
    failure: failureSchema.nullable(),
    createdAt: timeSchema,
    publishedAt: timeSchema.nullable(),
  })
  .openapi("Release");

type ReleaseRow = Awaited<ReturnType<ReturnType<typeof releasesQuery>["execute"]>>[number];

/** Returns a release as the API shows it. */
export function releaseShape(row: ReleaseRow): z.infer<typeof releaseSchema> {
  return {
    id: row.id,
    run: row.run_id,
    repository: row.repository,
    tag: row.tag,
    state: row.state,
    composeId: row.compose_id,
    digest: row.digest,
    url: row.html_url,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
  };
}

export const assetSchema = z
  .strictObject({
    name: z.string(),
    size: z.int(),
    digest,
    state: z.enum(assetStates),
  })
  .openapi("Asset");

/** Returns a file of a release as the API shows it. */
export function assetShape({ name, size, digest, state }: ReleaseAssetRow): z.infer<typeof assetSchema> {
  return { name, size, digest, state };
}
