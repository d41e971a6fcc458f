import { DebootcError } from "@debootc/core/error/debootc-error";
import { credentialsHint } from "@debootc/core/debian/credentials-hint";
import type { FetchFailure } from "./fetch-package.ts";

/** Says what to do about a file that today's index lists and the mirror does not have: to run again would change nothing. */
export const incompleteMirrorHint =
  "The archive's index lists them, but the mirror does not have them: it is incomplete, or being updated just now. Use another one (--mirror, DEBOOTC_MIRROR), or this one later.";

/**
 * Throws `mirror-unreachable` or `credentials-refused` with every package that could not be fetched, and why from each
 * address; packages that failed for the same reason of their server are summarised.
 */
export function refuseFetchFailures(
  failures: readonly FetchFailure[],
  packageCount: number,
  goneHint = "The archive has moved on to other versions. Lock the current ones with: debootc lock FILE",
): void {
  if (failures.length === 0) return;
  const sorted = failures.toSorted((a, b) => (a.locked.name < b.locked.name ? -1 : 1));
  const lines = [...Map.groupBy(sorted, reasonOf)].flatMap(([reason, alike]) =>
    reason === undefined || alike.length <= listed
      ? alike.map((failure) => `  ${describe(failure)}`)
      : [`  ${alike.length} packages ${reason}; the first of them are ${firstOf(alike)}`],
  );
  const troubles = failures.flatMap((failure) => [...failure.troubles.values()]);
  const isRefused = troubles.some(({ kind }) => kind === "unauthorized");
  throw new DebootcError(
    isRefused ? "credentials-refused" : "mirror-unreachable",
    `${failures.length} of ${packageCount} packages could not be fetched:\n${lines.join("\n")}`,
    {
      hint: isRefused
        ? credentialsHint
        : troubles.every(({ kind }) => kind === "gone")
          ? goneHint
          : "Run again to continue where this stopped, or name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
  );
}

/** Up to this number, packages are named one by one, whatever they have in common. */
const listed = 3;

/** Returns why a file could not be fetched, if the cause is its servers and not the file itself. */
function reasonOf({ troubles }: FetchFailure): string | undefined {
  const all = [...troubles];
  if (all.length === 0 || !all.every(([, { kind }]) => kind === "unreachable")) return undefined;
  return all.map(([address, { message }]) => `from ${new URL(address).origin}: ${message}`).join("; ");
}

function firstOf(failures: readonly FetchFailure[]): string {
  return failures.slice(0, listed).map(nameOf).join(", ");
}

function nameOf({ locked: { name, version, architecture } }: FetchFailure): string {
  return `${name} ${version} ${architecture}`;
}

function describe(failure: FetchFailure): string {
  const { locked, troubles } = failure;
  const reasons = [...troubles].map(([address, { message }]) => `${message} at ${address}`);
  return `${nameOf(failure)} from ${locked.sourceId}: ${reasons.join("; ")}`;
}
