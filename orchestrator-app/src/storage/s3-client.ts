import { DebootcError } from "@debootc/core/error/debootc-error";
import { SilenceWatch } from "@debootc/tools/http/silence-watch";
import { AwsClient } from "aws4fetch";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Does what the hub needs of S3. All of it throws `storage-unavailable`, and so does what it returns while it is read. */
export interface S3Client {
  /** Returns the size of an object; undefined if there is none. */
  readonly size: (key: string) => Promise<number | undefined>;
  /** Returns bytes of an object. A connection that breaks is opened again where it was. */
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

/** Holds how long is waited, in milliseconds. */
interface Patience {
  /** For the head of an answer, and for each piece of what follows. */
  readonly silence: number;
  /** Before a download is opened again. */
  readonly pause: number;
}

const usualPatience: Patience = { silence: 120_000, pause: 1000 };

/** Bytes that go up in a millisecond, even where the line is slow. */
const slowestUpload = 16;

/** So often in a row a download is opened again without a byte of it. */
const mostReopened = 3;

/** Returns a client of a bucket, which is addressed by its path, as every server understands. */
export function s3Client(
  { endpoint, region, bucket, keyId, secret }: S3Place,
  patience: Patience = usualPatience,
): S3Client {
  const aws = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: "s3",
    retries: 3,
  });
  const failed = (method: Request["method"], error: unknown) =>
    error instanceof DebootcError ? error : unavailable(method, new URL(endpoint).host, bucket, error);
  const open = async ({ method, key = "", query = {}, headers = {}, body, expected }: Request) => {
    const url = new URL(`${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(bucket)}/${pathOf(key)}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const watch = new SilenceWatch(patience.silence);
    watch.heard((body?.length ?? 0) / slowestUpload);
    try {
      const response = await aws.fetch(url.href, {
        ...{ method, headers, signal: watch.signal },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
      });
      watch.heard();
      if (expected.includes(response.status)) return { response, watch };
      throw new Error(`it answers ${response.status}${await reasonIn(response)}`);
    } catch (error) {
      watch.rest();
      throw failed(method, error);
    }
  };
  /** Takes what an answer says, and leaves none half read. */
  const ask = async <T>(request: Request, take: (response: Response) => T | Promise<T>): Promise<T> => {
    const { response, watch } = await open(request);
    try {
      return await take(response);
    } catch (error) {
      throw failed(request.method, error);
    } finally {
      watch.rest();
    }
  };
  const openRange = async (key: string, { start, end }: ByteRange): Promise<AsyncIterable<Uint8Array>> => {
    const headers = { range: `bytes=${start}-${end - 1}` };
    const { response, watch } = await open({ method: "GET", key, headers, expected: [206] });
    return watch.over<Uint8Array>(response.body ?? nothing());
  };
  async function* reopened(key: string, { start, end }: ByteRange, first: AsyncIterable<Uint8Array>) {
    let at = start;
    let chunks = first;
    for (let failures = 0; ; ) {
      try {
        for await (const chunk of chunks) {
          // Some servers send more than the range that they announce.
          const piece = chunk.subarray(0, end - at);
          at += piece.length;
          failures = 0;
          yield piece;
          if (at === end) return;
        }
        throw new Error(`it sent ${at - start} of ${end - start} bytes`);
      } catch (error) {
        if (++failures > mostReopened) throw failed("GET", error);
      }
      await sleep(patience.pause);
      chunks = await openRange(key, { start: at, end });
    }
  }
  return {
    size: (key) =>
      ask({ method: "HEAD", key, expected: [200, 404] }, ({ status, headers }) =>
        status === 404 ? undefined : Number(headers.get("content-length")),
      ),
    read: async (key, range) => reopened(key, range, await openRange(key, range)),
    write: (key, body) => ask({ method: "PUT", key, body, expected: [200] }, () => {}),
    beginUpload: (key) =>
      ask({ method: "POST", key, query: { uploads: "" }, expected: [200] }, async (response) =>
        wordIn(await textOf(response), "UploadId"),
      ),
    writePart: (key, { upload, number, bytes }) => {
      const query = { partNumber: String(number), uploadId: upload };
      const request = { method: "PUT", key, query, body: bytes, expected: [200] } as const;
      return ask(request, ({ headers }) => headers.get("etag") ?? "");
    },
    endUpload: (key, upload, tags) => {
      const parts = tags.map(
        (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      const request = { method: "POST", key, query: { uploadId: upload }, body, expected: [200] } as const;
      return ask(request, async (response) => {
        const text = await textOf(response);
        // S3 may answer 200 before it knows that it fails.
        if (/<Error>/.test(text)) throw new Error(text.slice(0, 300));
      });
    },
    dropUpload: (key, upload) =>
      ask({ method: "DELETE", key, query: { uploadId: upload }, expected: [204, 404] }, () => {}),
    remove: (key) => ask({ method: "DELETE", key, expected: [200, 204, 404] }, () => {}),
    list: async function* (prefix) {
      let token: string | undefined;
      do {
        const query = {
          "list-type": "2",
          prefix,
          ...(token === undefined ? {} : { "continuation-token": token }),
        };
        const page = await ask({ method: "GET", query, expected: [200] }, async (response) =>
          pageIn(await textOf(response)),
        );
        yield* page.objects;
        token = page.next;
      } while (token !== undefined);
    },
  };
}

async function* nothing(): AsyncGenerator<never> {}

function pageIn(text: string) {
  const contents = [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = ""]) => content);
  return {
    objects: contents.map((content) => ({
      key: wordIn(content, "Key"),
      size: Number(wordIn(content, "Size")),
    })),
    next: /<IsTruncated>true</.test(text) ? wordIn(text, "NextContinuationToken") : undefined,
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

function unavailable(method: string, host: string, bucket: string, error: unknown): DebootcError {
  const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
  return new DebootcError(
    "storage-unavailable",
    `cannot use the bucket ${bucket} at ${host} (${method}): ${cause?.message ?? message}`,
    { hint: "Check --storage, its endpoint and credentials, and that the bucket is there.", cause: error },
  );
}
