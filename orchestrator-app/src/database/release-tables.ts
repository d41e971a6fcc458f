import type { HubChannel } from "@debootc/core/hub-file/hub-file";
import type { Digest } from "@debootc/core/record/digest";
import type { ArtifactState } from "@debootc/core/task/artifact-state";
import type { ReleaseImages } from "@debootc/core/release/release-images";
import type { ReleasePackages } from "@debootc/core/release/release-packages";
import type { AssetState, ReleaseState } from "@debootc/core/task/release-state";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { Failure } from "./failure.ts";
import type { NullableJson } from "./json-column.ts";

/** Describes the tables of artifacts, releases and channels. */
export interface ReleaseTables {
  /** What a finished attempt has left on GitHub, and where the hub keeps it. */
  artifact: {
    id: Generated<number>;
    run_id: number;
    task_id: number;
    attempt: number;
    name: string;
    github_run_id: number;
    github_id: number | null;
    /** Bytes of the zip archive, and its digest, by which it is stored. */
    size: number | null;
    digest: Digest | null;
    storage_key: string | null;
    state: ArtifactState;
    failure: NullableJson<Failure>;
    due_at: Date;
    attempts: Generated<number>;
    lease_until: Date | null;
    created_at: Date;
    expires_at: Date | null;
  };
  release: {
    id: Generated<number>;
    run_id: number;
    repository_id: number;
    tag: string;
    state: ReleaseState;
    github_id: number | null;
    html_url: string | null;
    compose_id: string;
    /** That of its list of checksums, which names all its assets. */
    digest: Digest | null;
    notes: string | null;
    /** Its packages, by which the next release says what changed. */
    packages: NullableJson<ReleasePackages>;
    /** What a tag of each variant has to mean; those of an older hub have none. */
    images: ColumnType<ReleaseImages | null, string | null | undefined, string | null>;
    failure: NullableJson<Failure>;
    due_at: Date;
    attempts: Generated<number>;
    lease_holder: string | null;
    lease_until: Date | null;
    created_at: Date;
    published_at: Date | null;
  };
  /** A file of a release, or a part of one. */
  release_asset: {
    release_id: number;
    name: string;
    position: number;
    /** The file that it is, or a part of. */
    file: string;
    /** Where in the file it begins. */
    start: number;
    size: number;
    digest: Digest;
    media_type: string;
    github_id: number | null;
    state: AssetState;
  };
  /** The channels that the newest file of the default branch has, and what lets releases in. */
  channel_rule: {
    repository_id: number;
    name: string;
    rules: JSONColumnType<HubChannel>;
  };
  /** The release that a channel is at. */
  channel: {
    repository_id: number;
    name: string;
    release_id: number;
    digest: Digest;
    moved_at: Date;
  };
  /** Each move of a channel; nothing in it is ever changed. */
  channel_move: {
    id: Generated<number>;
    repository_id: number;
    channel: string;
    kind: "promote" | "rollback";
    from_release: number | null;
    to_release: number;
    from_digest: Digest | null;
    to_digest: Digest;
    actor: string;
    at: Date;
  };
}

export type ArtifactRow = Selectable<ReleaseTables["artifact"]>;
export type ReleaseRow = Selectable<ReleaseTables["release"]>;
export type ReleaseAssetRow = Selectable<ReleaseTables["release_asset"]>;
