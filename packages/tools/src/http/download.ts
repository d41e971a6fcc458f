import { DebootcError } from "@debootc/core/error/debootc-error";
import { copyFile, type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { AptCredential } from "../apt/apt-auth.ts";
import { DownloadError } from "./download-error.ts";
import { hasErrno } from "../errno.ts";
import { reasonOf } from "../reason-of.ts";
import { unwritable, writable } from "../files/writable.ts";
import type { HttpAgents } from "./http-agents.ts";
import { openHttpResponse } from "./http-response.ts";

interface Download {
  /** http, https, file or copy. */
  readonly url: string;
  /** Where it goes; what is there already is continued. */
  readonly file: string;
  /** The length it must have, bytes. */
  readonly size: number;
  /** How long less than a kilobyte a second may come before the server counts as stalled. */
  readonly stallSeconds: number;
  readonly agents: HttpAgents;
  readonly credentials: readonly AptCredential[];
  readonly signal: AbortSignal;
  /** The length of the file whenever it changes. */
  readonly onLength: (length: number) => void;
}

/**
 * Fetches a file to its full length; its content is for the caller to verify. Throws DownloadError, and
 * `results-unwritable` when the file cannot be written.
 */
export async function download(request: Download): Promise<void> {
  const url = new URL(request.url);
  if (url.protocol === "file:" || url.protocol === "copy:")
    return copyLocal(decodeURIComponent(url.pathname), request);
  await using file = await writable(request.file, () => open(request.file, "a+"));
  const { size: length } = await file.stat();
  if (length === request.size) return;
  const offset = length > request.size ? await restart(file, request) : length;
  await fetchRest(url, offset, file, request);
}

async function fetchRest(url: URL, offset: number, file: FileHandle, request: Download): Promise<void> {
  const watch = watchForStall(request.stallSeconds);
  const signal = AbortSignal.any([request.signal, watch.signal]);
  let length = offset;
  try {
    const response = await openHttpResponse({ ...request, url, offset, signal });
    if (response.statusCode === 200 && offset > 0) length = await restart(file, request);
    refuseOtherLength(response, length, request.size);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (length + chunk.length > request.size)
        throw new DownloadError("wrong-size", `more than ${request.size} bytes`);
      await writable(request.file, () => file.appendFile(chunk));
      length += chunk.length;
      watch.feed(chunk.length);
      request.onLength(length);
    }
  } catch (error) {
    throw asDownloadError(error, length, request, watch.signal.aborted);
  } finally {
    watch.stop();
  }
  if (length < request.size) throw new DownloadError("truncated", endedEarly(length, request.size));
}

async function copyLocal(path: string, request: Download): Promise<void> {
  try {
    await copyFile(path, request.file);
  } catch (error) {
    if (hasErrno(error, "ENOENT"))
      throw new DownloadError("gone", `there is no file ${path}`, { cause: error });
    if (hasErrno(error, "ENOSPC", "EDQUOT", "EROFS")) throw unwritable(request.file, error);
    throw new DownloadError("refused", reasonOf(error), { cause: error });
  }
  request.onLength(request.size);
}

async function restart(file: FileHandle, request: Download): Promise<number> {
  await writable(request.file, () => file.truncate(0));
  request.onLength(0);
  return 0;
}

/** A length that cannot be right is refused before anything is written. */
function refuseOtherLength({ headers }: IncomingMessage, length: number, size: number): void {
  const announced = headers["content-length"];
  if (announced !== undefined && length + Number(announced) !== size) {
    throw new DownloadError(
      "wrong-size",
      `${length + Number(announced)} bytes are offered instead of ${size}`,
    );
  }
  const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
  if (start !== undefined && Number(start) !== length) {
    throw new DownloadError("wrong-size", `bytes from ${start} on are offered instead of from ${length} on`);
  }
}

interface StallWatch {
  readonly signal: AbortSignal;
  readonly feed: (bytes: number) => void;
  readonly stop: () => void;
}

function watchForStall(seconds: number): StallWatch {
  const controller = new AbortController();
  const enough = 1024 * seconds;
  let bytes = 0;
  const timer = setInterval(() => {
    if (bytes < enough) controller.abort();
    bytes = 0;
  }, seconds * 1000);
  return {
    signal: controller.signal,
    feed: (more) => {
      bytes += more;
    },
    stop: () => clearInterval(timer),
  };
}

function asDownloadError(
  error: unknown,
  length: number,
  { size, stallSeconds }: Download,
  stalled: boolean,
): unknown {
  if (error instanceof DownloadError || error instanceof DebootcError) return error;
  if (stalled) {
    const message = `nearly nothing came for ${stallSeconds} s, after ${length} of ${size} bytes`;
    return new DownloadError("stalled", message, { cause: error });
  }
  if (length > 0)
    return new DownloadError("truncated", `${endedEarly(length, size)} (${reasonOf(error)})`, {
      cause: error,
    });
  return new DownloadError("unreachable", reasonOf(error), { cause: error });
}

function endedEarly(length: number, size: number): string {
  return `the connection ended after ${length} of ${size} bytes`;
}
