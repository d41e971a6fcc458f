import { DebootcError } from "@debootc/core/error/debootc-error";
import {
  type GitHubAsset,
  githubAssetSchema,
  githubReleaseSchema,
} from "@debootc/core/release/github-release";
import * as z from "zod";
import type { ApiAnswer, CallApi, FileRange } from "./api-call.ts";

const releaseSchema = githubReleaseSchema.extend({ upload_url: z.string() });
/** Is a release, with the address for its assets. */
export type ReleaseToFill = z.infer<typeof releaseSchema>;

/** Answers have whole notes and all assets of each release. */
const pageLength = 30;
const mostPages = 34;

/** Is what releases of one repository are asked for and changed by. */
export interface ReleaseCalls {
  /** Returns the newest thousand, drafts included. */
  readonly list: () => Promise<readonly ReleaseToFill[]>;
  /** Returns the published one of a tag, however old. */
  readonly ofTag: (tag: string) => Promise<ReleaseToFill | undefined>;
  readonly create: (body: object) => Promise<ReleaseToFill>;
  readonly update: (id: number, body: object) => Promise<ReleaseToFill>;
  readonly remove: (id: number) => Promise<void>;
  readonly assets: (id: number) => Promise<readonly GitHubAsset[]>;
  readonly upload: (
    release: ReleaseToFill,
    name: string,
    upload: FileRange & { readonly mediaType: string },
  ) => Promise<GitHubAsset>;
  readonly removeAsset: (id: number) => Promise<void>;
  readonly download: (id: number) => Promise<Buffer>;
  /** Returns the commit that a tag is at; undefined if there is no such tag. */
  readonly commitOfTag: (tag: string) => Promise<string | undefined>;
}

/** Returns the calls for a repository, `OWNER/NAME`. */
export function releaseCalls(call: CallApi, repository: string): ReleaseCalls {
  const at = `/repos/${repository}`;
  const one = async (answer: Promise<ApiAnswer>) => readAnswer("a release", releaseSchema, await answer);
  const pages = async <T>(path: string, what: string, schema: z.ZodType<T>): Promise<readonly T[]> => {
    const found: T[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const answer = await call({ method: "GET", path: `${path}?per_page=${pageLength}&page=${page}` });
      const items = readAnswer(what, z.array(schema), answer);
      found.push(...items);
      if (items.length < pageLength) break;
    }
    return found;
  };
  const remove = async (path: string) => void (await call({ method: "DELETE", path, expected: [404] }));
  return {
    list: () => pages(`${at}/releases`, "releases", releaseSchema),
    ofTag: async (tag) => {
      const path = `${at}/releases/tags/${encodeURIComponent(tag)}`;
      const answer = await call({ method: "GET", path, expected: [404] });
      return answer.status === 404 ? undefined : readAnswer("a release", releaseSchema, answer);
    },
    create: (body) => one(call({ method: "POST", path: `${at}/releases`, body })),
    update: (id, body) => one(call({ method: "PATCH", path: `${at}/releases/${id}`, body })),
    remove: (id) => remove(`${at}/releases/${id}`),
    assets: (id) => pages(`${at}/releases/${id}/assets`, "the assets of a release", githubAssetSchema),
    upload: async ({ upload_url }, name, upload) => {
      const path = `${upload_url.replace(/\{.*$/, "")}?name=${encodeURIComponent(name)}`;
      return readAnswer("an asset", githubAssetSchema, await call({ method: "POST", path, upload }));
    },
    removeAsset: (id) => remove(`${at}/releases/assets/${id}`),
    download: async (id) => {
      const accept = "application/octet-stream";
      return (await call({ method: "GET", path: `${at}/releases/assets/${id}`, accept })).bytes;
    },
    commitOfTag: async (tag) => {
      const path = `${at}/commits/${encodeURIComponent(`refs/tags/${tag}`)}`;
      const answer = await call({ method: "GET", path, expected: [404, 422] });
      return answer.status >= 400
        ? undefined
        : readAnswer("a commit", z.object({ sha: z.string() }), answer).sha;
    },
  };
}

function readAnswer<T>(what: string, schema: z.ZodType<T>, { bytes }: ApiAnswer): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    value = undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DebootcError("github-unreachable", `GitHub's answer is not ${what}`, {
    hint: "Run the job again; a server that is not GitHub's may stand between.",
  });
}
