import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { writable } from "@debootc/tools/files/writable";
import { keyOf } from "./ask-hub.ts";

interface Content {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly file: string;
  /** What it has to be, as the hub says. */
  readonly digest: string | null;
  readonly signal: AbortSignal;
}

/**
 * Downloads bytes from a hub into a file, which appears under its name once it is whole and its digest is right. Throws
 * `hub-unreachable`, `verification-differs`, `results-unwritable`.
 */
export async function fetchContent(
  access: HubAccess,
  { path, file, digest, signal }: Content,
): Promise<void> {
  const headers = { Authorization: `Bearer ${await keyOf(access)}` };
  const part = `${file}.part`;
  const hash = createHash("sha256");
  try {
    const response = await fetch(new URL(`/api/v1${path}`, access.hub), {
      headers,
      redirect: "error",
      signal,
    });
    if (!response.ok || response.body === null)
      throw new Error(`the hub answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
    await using target = await writable(part, () => open(part, "w"));
    for await (const chunk of response.body) {
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
