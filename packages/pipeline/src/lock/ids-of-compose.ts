import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockSection } from "@debootc/core/lock/lock";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { findCompose } from "../composed/find-compose.ts";
import { readLock } from "../gather/read-lock.ts";

/** Returns the accounts that a finished compose of the same treefile ended with. Throws `usage` when it has none. */
export async function idsOfCompose(
  named: NamedPlace,
  outputDir: string,
  { treefile, architecture }: { readonly treefile: string; readonly architecture: string },
): Promise<NonNullable<LockSection["ids"]>> {
  const { result } = await findCompose(named, outputDir);
  const refuse = (message: string, hint: string) =>
    new DebootcError("usage", `--ids ${named.given}: ${message}`, { hint });
  if (result.treefile !== treefile) {
    throw refuse(
      `${result.composeId} is a compose of ${result.treefile}, not of ${treefile}`,
      "Name a compose of the treefile that is locked.",
    );
  }
  const ids = (await readLock(result.lock))?.architectures[architecture]?.ids;
  if (ids !== undefined) return ids;
  throw refuse(
    `the compose ${result.composeId} records no ids for ${architecture}`,
    `Compose the treefile for ${architecture} first.`,
  );
}
