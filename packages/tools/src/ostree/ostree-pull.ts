import { DebootcError } from "@debootc/core/error/debootc-error";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";
import { lastWords, saidByTool } from "../tool-error.ts";

/** Describes a repository to pull from, as a client sees it. */
export interface PullSource {
  /** http, https or file. */
  readonly url: string;
  /** Files or directories of OpenPGP public keys; when empty, signatures are not checked. */
  readonly gpgKeys: readonly string[];
  /** A file of public keys of the sign API. */
  readonly ed25519File?: string | undefined;
  /** Whether the summary must be signed by one of the keys as well. */
  readonly summary?: boolean;
}

/** The name of the source in the configuration of the repository that pulls. */
const remote = "source";

/** Adds the source to the configuration of a repository that is thrown away afterwards. */
export async function addPullSource(repo: string, source: PullSource): Promise<void> {
  const { url, gpgKeys, ed25519File, summary = false } = source;
  const escaped = (text: string) => text.replaceAll("\\", "\\\\");
  const lines = [
    "",
    `[remote "${remote}"]`,
    `url=${escaped(url)}`,
    `gpg-verify=${gpgKeys.length > 0}`,
    `gpg-verify-summary=${summary && gpgKeys.length > 0}`,
    ...(gpgKeys.length === 0 ? [] : [`gpgkeypath=${gpgKeys.map(escaped).join(";")}`]),
    ...(ed25519File === undefined
      ? []
      : ["sign-verify=ed25519", `verification-ed25519-file=${escaped(ed25519File)}`]),
  ];
  await appendFile(join(repo, "config"), lines.map((line) => `${line}\n`).join(""));
}

interface Pull {
  readonly repo: string;
  /** A ref of the source, or a checksum. */
  readonly revision: string;
  /** Leaves the content out: enough to check who signed it. */
  readonly commitOnly?: boolean;
  /** For `http_proxy` and its like. */
  readonly proxy: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Pulls from the source, every object checked against its checksum. Throws `trust-refused`, `mirror-unreachable`. */
export async function pullFromSource({ repo, revision, commitOnly, proxy, signal }: Pull): Promise<void> {
  // The caller checks for which ref a commit was made, and names both refs.
  const options = [
    "--untrusted",
    "--disable-verify-bindings",
    ...(commitOnly ? ["--commit-metadata-only"] : []),
  ];
  const args = [`--repo=${repo}`, "pull", ...options, remote, revision];
  await run({ tool: "ostree", args, env: proxy, signal }).catch((error: unknown) => {
    throw pullRefusal(revision, error);
  });
}

/** Returns the refs of the source by its summary, whose signature is checked if the source asks for that. */
export async function readSourceRefs(
  repo: string,
  proxy: Readonly<Record<string, string>>,
): Promise<string[]> {
  const args = [`--repo=${repo}`, "remote", "refs", remote];
  const { stdout } = await run({ tool: "ostree", args, env: proxy }).catch((error: unknown) => {
    throw pullRefusal("the summary", error);
  });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(line.indexOf(":") + 1));
}

/** Returns what a failure of ostree means; a full disk, a missing program and a cancellation are reported as they are. */
export function pullRefusal(wanted: string, error: unknown): unknown {
  const all = saidByTool(error);
  if (all === undefined) return error;
  const said = (/error: ([^]*)/.exec(all)?.[1] ?? all).trim() || lastWords(error);
  const isTrust = /signature|GPG|gpg|ed25519|public key|verification/.test(said);
  if (isTrust) {
    return new DebootcError("trust-refused", `${wanted} is not signed by a key that was given: ${said}`, {
      hint: "Give the public key that signed it, or have it signed by one that you trust.",
    });
  }
  const isDamaged = /[Cc]orrupt|checksum/.test(said);
  return new DebootcError(
    isDamaged ? "verification-differs" : "mirror-unreachable",
    `${wanted} cannot be pulled: ${said}`,
    isDamaged ? { hint: "The repository is damaged: debootc ostree fsck REPO says how far." } : {},
  );
}
