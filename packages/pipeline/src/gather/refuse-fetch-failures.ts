import { DebootcError } from "@debootc/core/error/debootc-error";
import { credentialsHint } from "./credentials-hint.ts";
import type { FetchFailure } from "./fetch-package.ts";

/**
 * Throws `mirror-unreachable` or `credentials-refused` that lists every package which could not be had, and why at each
 * address; many that failed for one reason of their server are told by that.
 */
export function refuseFetchFailures(
  failures: readonly FetchFailure[],
  packageCount: number,
  goneHint = "The archive has other versions by now. Take the current ones with: debootc lock FILE",
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
          : "Run again to go on where this stopped, or name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
  );
}

/** So many are named one by one, whatever they have in common. */
const listed = 3;

/** Why a file could not be had, where that is the trouble of its servers and not its own. */
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
