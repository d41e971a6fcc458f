import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Origin } from "@debootc/core/document/origin";
import type { OptUsrlocal } from "@debootc/core/treefile/keys/system/opt-usrlocal";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { pathBeforeMove } from "../layout/link-toplevel.ts";
import type { PlannedVar } from "../layout/plan-var.ts";
import type { PackageFiles } from "../packages/package-files.ts";
import { findSecrets } from "./find-secrets.ts";
import { findUnfitEntries } from "./find-unfit-entries.ts";
import type { Judged } from "./judged-root.ts";
import { madeSecrets } from "./made-secrets.ts";
import type { MakerOf } from "./path-makers.ts";
import { staleRules } from "./stale-rules.ts";
import { unclassifiedVar } from "./unclassified-var.ts";
import { unfitEntries } from "./unfit-entries.ts";

interface Judgement {
  readonly planned: PlannedVar;
  readonly packages: PackageFiles;
  readonly makerOf: MakerOf;
  readonly optUsrlocal: OptUsrlocal;
  readonly addedFiles: readonly {
    readonly source: string;
    readonly target: string;
    readonly origin: Origin;
  }[];
}

/** Of each kind. */
const shownAtMost = 50;

/**
 * Judges a root before anything of its /var moves, and reports all that no image may have at once. Throws `secret-made`,
 * `var-unclassified`, `layout-impossible` or `var-rule-stale`, after the first kind that was found.
 */
export async function judgeRoot(
  root: RootDirectory,
  { planned: { entries, plan, own }, packages, makerOf, optUsrlocal, addedFiles }: Judgement,
): Promise<void> {
  const placeOf = (path: string) => pathBeforeMove(path, optUsrlocal);
  const judged: Judged = { placeOf, makerOf: (path) => makerOf(placeOf(path)) };
  const unknown = new Set(plan.unknown.map(({ path }) => path));
  const isDropped = (path: string) =>
    path.startsWith("/var/") && !plan.shipped.has(path) && !unknown.has(path);
  const isShipped = (path: string) => packages.ownerOf(placeOf(path)) !== undefined;

  const unfit = await findUnfitEntries(root, isDropped);
  const secrets = await findSecrets(root, { isShipped, isDropped, addedFiles });
  // Reported as what they are: a rule that copies them would only lead to the next error.
  const known = new Set([...unfit, ...secrets].map(({ path }) => path));
  const unclassified = plan.unknown.filter(({ path }) => !known.has(path));
  const kinds = [
    kindOf(
      madeSecrets(secrets, judged),
      (count) => `${count === 1 ? "a secret was" : `${count} secrets were`} made while the image was built`,
      "Whoever can pull the image has a secret in it, and no two builds are equal.",
    ),
    kindOf(
      unclassifiedVar(entries, unclassified, judged),
      () => `${unclassified.length} ${unclassified.length === 1 ? "path" : "paths"} in /var without a rule`,
      "An image cannot ship /var: say for each path what becomes of it.",
    ),
    kindOf(
      unfitEntries(unfit, judged),
      (count) => `${count} ${count === 1 ? "entry" : "entries"} that no image can hold`,
    ),
    kindOf(
      staleRules(plan.stale, own),
      () => "rules for /var have outlived what they were written for",
      "The package has changed: correct or drop the rule.",
    ),
  ].filter(({ diagnostics }) => diagnostics.length > 0);
  const code = kinds[0]?.diagnostics[0]?.code;
  if (code === undefined) return;
  const hint = kinds.flatMap((kind) => kind.hint ?? []).join("\n");
  throw new DebootcError(code as "secret-made", kinds.map(({ summary }) => summary).join("; "), {
    diagnostics: kinds.flatMap(({ diagnostics }) => diagnostics.slice(0, shownAtMost)),
    ...(hint === "" ? {} : { hint }),
  });
}

function kindOf(diagnostics: readonly Diagnostic[], summary: (count: number) => string, hint?: string) {
  const more = diagnostics.length - shownAtMost;
  const rest = more <= 0 ? "" : `, ${more} of which are not shown`;
  return { diagnostics, summary: `${summary(diagnostics.length)}${rest}`, hint };
}
