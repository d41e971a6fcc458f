import { applyRules } from "@debootc/core/lint/apply-rules";
import { chooseRules } from "@debootc/core/lint/choose-rules";
import type { LintReport } from "@debootc/core/lint/lint-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { realpath } from "node:fs/promises";
import type { PackagedMode } from "@debootc/core/lint/subject/lint-subject";
import { readLock } from "../gather/read-lock.ts";
import { openImage } from "../image/open-image.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import type { FoundSubject } from "./find-subject.ts";
import { lintRootOperation } from "./lint-root-operation.ts";
import { packagedModes } from "./packaged-modes.ts";
import { readImage } from "./read-image.ts";

export interface LintOptions {
  /** Names of rules. */
  readonly skip: readonly string[];
  /** Debian's name: which image is taken where a layout has several. */
  readonly architecture?: string | undefined;
  /** The store of .debs, for what the packages of a compose say themselves. */
  readonly debsDirectory: string;
  readonly privilege: Privilege;
}

/**
 * Judges a root or image by the rules of `debootc lint`; what is wrong with it is the answer, not a failure. Throws
 * `usage`, `image-invalid`, `archive-invalid`, `cancelled`.
 */
export async function lintSubject(
  subject: FoundSubject,
  options: LintOptions,
  context: OperationContext,
): Promise<LintReport> {
  return subject.kind === "directory"
    ? lintRoot(subject, options, context)
    : lintImage(subject, options, context);
}

async function lintRoot(
  { kind, name, path }: FoundSubject,
  { skip, privilege }: LintOptions,
  context: OperationContext,
): Promise<LintReport> {
  const request = { directory: await realpath(path).catch(() => path), skip: [...skip] };
  const judge = async () => {
    try {
      return await lintRootOperation.run(request, context);
    } catch (error) {
      // Some file is not this user's to read.
      if (privilege.isRoot || !(error instanceof DebootcError) || error.code !== "usage") throw error;
      return await runPrivileged(lintRootOperation, request, privilege, context).catch((failure: unknown) => {
        // That this user may not become root is said by the hint of the first error.
        throw isOfSudo(failure) ? error : failure;
      });
    }
  };
  return { ...(await judge()), subject: { kind, name, path } };
}

function isOfSudo(error: unknown): boolean {
  return error instanceof DebootcError && /^(?:the program )?sudo /.test(error.message);
}

async function lintImage(
  found: Exclude<FoundSubject, { readonly kind: "directory" }>,
  { skip, architecture, debsDirectory }: LintOptions,
  { signal }: OperationContext,
): Promise<LintReport> {
  const rules = chooseRules(skip);
  const image = await openImage(found.path, { tag: found.tag, preferred: architecture });
  const [{ subject, unread }, ofPackages] = await Promise.all([
    readImage(image, signal),
    found.kind === "compose" ? modesOfLock(found, debsDirectory, signal) : [],
  ]);
  return {
    ...applyRules({ ...subject, packagedModes: ofPackages }, rules, skip),
    unread: [...unread],
    subject: {
      kind: found.kind,
      name: found.name,
      path: found.path,
      ...(found.kind === "compose" ? { composeId: found.composeId } : {}),
      ...(image.tag === undefined ? {} : { tag: image.tag }),
      manifestDigest: image.manifestDigest,
      architecture: image.config.architecture,
    },
  };
}

/** A compose that was moved may have lost its lock; the packages' own word is then missing, as for any other image. */
async function modesOfLock(
  { lock, architecture }: Extract<FoundSubject, { readonly kind: "compose" }>,
  debsDirectory: string,
  signal: AbortSignal,
): Promise<PackagedMode[]> {
  const packages = (await readLock(lock))?.architectures[architecture]?.packages ?? [];
  return packagedModes(packages, debsDirectory, signal);
}
