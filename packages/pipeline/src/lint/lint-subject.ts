import { applyRules } from "@debootc/core/lint/apply-rules";
import { chooseRules } from "@debootc/core/lint/choose-rules";
import type { LintReport } from "@debootc/core/lint/lint-report";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { ToolError } from "@debootc/tools/tool-error";
import { realpath } from "node:fs/promises";
import { unlistedSetIds } from "@debootc/core/lint/facts/set-id-files";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { readLock } from "../gather/read-lock.ts";
import { openImage } from "../image/open-image.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import type { FoundSubject } from "./find-subject.ts";
import { lintRootOperation } from "./lint-root-operation.ts";
import { isListed, readPackagedModes } from "./packaged-modes.ts";
import { readImage } from "./read-image.ts";

export interface LintOptions {
  /** Names of rules. */
  readonly skip: readonly string[];
  /** Debian's name; selects the image if a layout has several. */
  readonly architecture?: string | undefined;
  /** The store of .debs, for the modes that the packages of a compose give their files. */
  readonly debsDirectory: string;
  readonly privilege: Privilege;
}

/**
 * Judges a root or image by the rules of `debootc lint`; faults are the result, not a failure. Throws `usage`,
 * `image-invalid`, `archive-invalid`, `cancelled`.
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
      // This user may not read some file.
      if (privilege.isRoot || !(error instanceof DebootcError) || error.code !== "usage") throw error;
      return await runPrivileged(lintRootOperation, request, privilege, context).catch((failure: unknown) => {
        // The hint of the first error already says that this user may not become root.
        throw failure instanceof ToolError && failure.tool === "sudo" ? error : failure;
      });
    }
  };
  return { ...(await judge()), subject: { kind, name, path } };
}

async function lintImage(
  found: Exclude<FoundSubject, { readonly kind: "directory" }>,
  { skip, architecture, debsDirectory }: LintOptions,
  { signal }: OperationContext,
): Promise<LintReport> {
  const rules = chooseRules(skip);
  const image = await openImage(found.path, { tag: found.tag, preferred: architecture });
  const locked = found.kind === "compose" ? await lockedPackages(found) : [];
  const [{ subject, unread }, ofOthers] = await Promise.all([
    readImage(image, signal),
    readPackagedModes(
      locked.filter((one) => !isListed(one)),
      debsDirectory,
      signal,
    ),
  ]);
  const known = { ...subject, ...ofOthers };
  // Only the archive says whether a package of Debian ships the bits that the table does not list.
  const owners = new Set([...unlistedSetIds(known)].map(({ owner }) => owner));
  const ofOwners = await readPackagedModes(
    locked.filter((one) => isListed(one) && owners.has(one.name)),
    debsDirectory,
    signal,
  );
  const whole = {
    ...known,
    packagedModes: [...ofOthers.packagedModes, ...ofOwners.packagedModes],
    packagesRead: new Set([...ofOthers.packagesRead, ...ofOwners.packagesRead]),
  };
  return {
    ...applyRules(whole, rules, skip),
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

/** Returns the packages of a compose. A moved one may have lost its lock; then nothing is known of them. */
async function lockedPackages({
  lock,
  architecture,
}: Extract<FoundSubject, { readonly kind: "compose" }>): Promise<readonly LockedPackage[]> {
  return (await readLock(lock))?.architectures[architecture]?.packages ?? [];
}
