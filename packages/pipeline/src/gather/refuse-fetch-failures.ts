import { DebootcError } from "@debootc/core/error/debootc-error";
import { credentialsHint } from "./credentials-hint.ts";
import type { FetchFailure } from "./fetch-package.ts";

/** Throws `mirror-unreachable` or `credentials-refused` that lists every package which could not be had, and why at each address. */
export function refuseFetchFailures(
  failures: readonly FetchFailure[],
  packageCount: number,
  goneHint = "The archive has other versions by now. Take the current ones with: debootc lock FILE",
): void {
  if (failures.length === 0) return;
  const lines = failures
    .toSorted((a, b) => (a.locked.name < b.locked.name ? -1 : 1))
    .map((failure) => `  ${describe(failure)}`);
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

function describe({ locked, troubles }: FetchFailure): string {
  const { name, version, architecture, sourceId } = locked;
  const reasons = [...troubles].map(([address, { message }]) => `${message} at ${address}`);
  return `${name} ${version} ${architecture} from ${sourceId}: ${reasons.join("; ")}`;
}
