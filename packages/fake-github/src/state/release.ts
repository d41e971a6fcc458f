import type { Account } from "./account.ts";

/** Is a file of a release; an upload that broke off leaves one in the state `starter`. */
export interface ReleaseAsset {
  readonly id: number;
  name: string;
  label: string | null;
  state: "uploaded" | "starter";
  readonly contentType: string;
  content: Buffer;
  readonly uploader: Account;
  readonly createdAt: number;
  updatedAt: number;
  downloads: number;
}

/** Is a release with its files. */
export interface Release {
  readonly id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  readonly author: Account;
  readonly createdAt: number;
  publishedAt?: number;
  /** Of the published ones the one with the highest number is the latest; zero is never. */
  latestRank: number;
  readonly assets: Map<number, ReleaseAsset>;
}
