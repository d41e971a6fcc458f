import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Reporter } from "@debootc/core/event/event";
import { movedIds } from "@debootc/core/ids/moved-ids";
import { RootDirectory } from "../../tree/root-directory.ts";
import type { PreviousAccounts } from "./previous-accounts.ts";

interface Following {
  /** The finished root. */
  readonly root: string;
  readonly previous: PreviousAccounts | undefined;
  /** Whether the user has said that numbers may move; then each is a warning. */
  readonly mayMove: boolean;
}

/** Compares the accounts of a root with those of the image that hosts have. Throws `ids-moved` with all that have another number. */
export async function refuseMovedIds(
  { root, previous, mayMove }: Following,
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const before = await previous?.read(signal);
  if (previous === undefined || before === undefined) return;
  const directory = new RootDirectory(root);
  const textOf = async (name: string) => (await directory.readText(`/etc/${name}`)) ?? "";
  const after = { passwd: await textOf("passwd"), group: await textOf("group") };
  const diagnostics = movedIds(before, after).map(
    (message): Diagnostic => ({ severity: mayMove ? "warning" : "error", code: "ids-moved", message }),
  );
  if (mayMove) for (const diagnostic of diagnostics) report({ type: "diagnostic", diagnostic });
  if (mayMove || diagnostics.length === 0) return;
  throw new DebootcError(
    "ids-moved",
    `accounts have other numbers than in ${previous.of}, which hosts may have`,
    {
      diagnostics,
      hint: "Files on hosts would belong to somebody else. Give the accounts their old numbers in the lock's `ids` or in the treefile. If no host has such files, compose with --allow-moved-ids; --previous-image none says that this image follows no other.",
    },
  );
}
