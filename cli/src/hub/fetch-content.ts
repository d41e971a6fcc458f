import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { writable } from "@debootc/tools/files/writable";
import { SilenceWatch } from "@debootc/tools/http/silence-watch";
import { openAtHub } from "./ask-hub.ts";

const longestSilence = 60_000;

interface Content {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly file: string;
  /** What it has to be, as the hub says. */
  readonly digest: string | null;
  readonly signal: AbortSignal;
  /** How long a hub may send nothing before the connection counts as dead, in milliseconds. */
  readonly silence?: number;
}

/** Returns the file that an artifact is downloaded to: its name, unless that could lead elsewhere or hide. */
export function fileOfArtifact({ id, name }: { readonly id: number; readonly name: string }): string {
  return /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,200}$/.test(name) ? `${name}.zip` : `artifact-${id}.zip`;
}

/**
 * Downloads bytes from a hub into a file, which appears under its name once it is whole and its digest is right. Throws
 * what the hub says, `hub-unreachable`, `verification-differs`, `results-unwritable`.
 */
export async function fetchContent(
  access: HubAccess,
  { path, file, digest, signal, silence = longestSilence }: Content,
): Promise<void> {
  const part = `${file}.part`;
  const hash = createHash("sha256");
  using watch = new SilenceWatch(silence);
  try {
    const both = AbortSignal.any([signal, watch.signal]);
    const response = await openAtHub(access, { path, signal: both });
    if (response.body === null) throw new Error("the answer has no content");
    await using target = await writable(part, () => open(part, "w"));
    for await (const chunk of watch.over(response.body)) {
      hash.update(chunk);
      await writable(part, () => target.appendFile(chunk));
    }
    await writable(part, () => target.sync());
  } catch (error) {
    await rm(part, { force: true });
    signal.throwIfAborted();
    if (error instanceof DebootcError) throw error;
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    throw new DebootcError("hub-unreachable", `cannot download ${path}: ${cause?.message ?? message}`, {
      hint: "Run the command again; `orchestrator artifacts` says whether the hub still has it.",
      cause: error,
    });
  }
  const got = `sha256:${hash.digest("hex")}`;
  if (digest === null || got === digest) return rename(part, file);
  await rm(part, { force: true });
  throw new DebootcError("verification-differs", `${path} has the digest ${got} instead of ${digest}`, {
    hint: "Run the command again; if it differs once more, look at the disk of the hub.",
  });
}
