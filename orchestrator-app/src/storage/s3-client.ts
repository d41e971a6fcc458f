import { DebootcError } from "@debootc/core/error/debootc-error";
import { AwsClient } from "aws4fetch";
import type { ByteRange } from "./storage.ts";

/** Says which bucket is used, and by whom. */
export interface S3Place {
  /** `https://s3.eu-central-1.amazonaws.com`, or the address of another server. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly secret: string;
}

/** Does what the hub needs of S3. All of it throws `storage-unavailable`. */
export interface S3Client {
  /** Returns the size of an object; undefined if there is none. */
  readonly size: (key: string) => Promise<number | undefined>;
  readonly read: (key: string, range: ByteRange) => Promise<AsyncIterable<Uint8Array>>;
  readonly write: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly beginUpload: (key: string) => Promise<string>;
  /** Returns the tag by which the part is named at the end. */
  readonly writePart: (key: string, part: UploadedPart) => Promise<string>;
  readonly endUpload: (key: string, upload: string, tags: readonly string[]) => Promise<void>;
  readonly dropUpload: (key: string, upload: string) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly list: (prefix: string) => AsyncIterable<{ readonly key: string; readonly size: number }>;
}

interface UploadedPart {
  readonly upload: string;
  /** Counted from 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

interface Request {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly expected: readonly number[];
}

const patience = 300_000;

/** Returns a client of a bucket, which is addressed by its path, as every server understands. */
export function s3Client({ endpoint, region, bucket, keyId, secret }: S3Place): S3Client {
  const aws = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: "s3",
    retries: 3,
  });
  const ask = async ({ method, key = "", query = {}, headers = {}, body, expected }: Request) => {
    const url = new URL(`${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}/${pathOf(key)}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      const response = await aws.fetch(url.href, {
        ...{ method, headers, signal: AbortSignal.timeout(patience) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
      });
      if (expected.includes(response.status)) return response;
      throw new Error(`it answers ${response.status}${await reasonIn(response)}`);
    } catch (error) {
      throw unavailable(method, new URL(endpoint).host, bucket, error);
    }
  };
  return {
    size: async (key) => {
      const { status, headers } = await ask({ method: "HEAD", key, expected: [200, 404] });
      return status === 404 ? undefined : Number(headers.get("content-length"));
    },
    read: async (key, { start, end }) => {
      const headers = { range: `bytes=${start}-${end - 1}` };
      const response = await ask({ method: "GET", key, headers, expected: [206] });
      return exactly(response, end - start);
    },
    write: async (key, body) => void (await ask({ method: "PUT", key, body, expected: [200] })),
    beginUpload: async (key) =>
      wordIn(
        await textOf(await ask({ method: "POST", key, query: { uploads: "" }, expected: [200] })),
        "UploadId",
      ),
    writePart: async (key, { upload, number, bytes }) => {
      const query = { partNumber: String(number), uploadId: upload };
      const { headers } = await ask({ method: "PUT", key, query, body: bytes, expected: [200] });
      return headers.get("etag") ?? "";
    },
    endUpload: async (key, upload, tags) => {
      const parts = tags.map(
        (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      const text = await textOf(
        await ask({ method: "POST", key, query: { uploadId: upload }, body, expected: [200] }),
      );
      // S3 may answer 200 before it knows that it fails.
      if (/<Error>/.test(text))
        throw unavailable("POST", new URL(endpoint).host, bucket, new Error(text.slice(0, 300)));
    },
    dropUpload: async (key, upload) =>
      void (await ask({ method: "DELETE", key, query: { uploadId: upload }, expected: [204, 404] })),
    remove: async (key) => void (await ask({ method: "DELETE", key, expected: [200, 204, 404] })),
    list: async function* (prefix) {
      let token: string | undefined;
      do {
        const query = {
          "list-type": "2",
          prefix,
          ...(token === undefined ? {} : { "continuation-token": token }),
        };
        const text = await textOf(await ask({ method: "GET", query, expected: [200] }));
        for (const [, content = ""] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs))
          yield { key: wordIn(content, "Key"), size: Number(wordIn(content, "Size")) };
        token = /<IsTruncated>true</.test(text) ? wordIn(text, "NextContinuationToken") : undefined;
      } while (token !== undefined);
    },
  };
}

function pathOf(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** Reads what the answers of S3 say; the keys of the hub have no characters that XML escapes. */
function wordIn(text: string, name: string): string {
  const [, word] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text) ?? [];
  if (word === undefined) throw new Error(`the answer has no ${name}`);
  return word.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

const mostText = 10 * 1024 * 1024;

async function textOf(response: Response): Promise<string> {
  const text = await response.text();
  if (text.length > mostText) throw new Error("the answer is too long");
  return text;
}

async function reasonIn(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  const [, code] = /<Code>([A-Za-z0-9.]{1,60})<\/Code>/.exec(text) ?? [];
  return code === undefined ? "" : `, ${code}`;
}

async function* exactly(response: Response, length: number): AsyncGenerator<Uint8Array> {
  let got = 0;
  for await (const chunk of response.body ?? []) {
    // Some servers send more than the range that they announce.
    const piece = chunk.subarray(0, length - got);
    got += piece.length;
    yield piece;
    if (got === length) return;
  }
  throw new Error(`the storage sent ${got} of ${length} bytes`);
}

function unavailable(method: string, host: string, bucket: string, error: unknown): DebootcError {
  const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
  return new DebootcError(
    "storage-unavailable",
    `cannot use the bucket ${bucket} at ${host} (${method}): ${cause?.message ?? message}`,
    { hint: "Check --storage, its endpoint and credentials, and that the bucket is there.", cause: error },
  );
}
