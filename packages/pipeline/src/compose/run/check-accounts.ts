import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { accountDeviations, type ExpectedAccount } from "@debootc/core/ids/account-deviations";
import { parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import type { AccountCheck, ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { RootDirectory } from "../../tree/root-directory.ts";
import type { PreviousImage } from "./previous-image.ts";

interface Checked {
  readonly treefile: Pick<ResolvedTreefile, "checkPasswd" | "checkGroups">;
  /** The finished root. */
  readonly root: string;
  readonly previous: PreviousImage | undefined;
}

const databases = [
  { key: "check-passwd", kind: "user", name: "passwd", parse: usersOf },
  { key: "check-groups", kind: "group", name: "group", parse: groupsOf },
] as const;

/**
 * Compares the accounts of a root with those that the treefile expects. Where there is no image before this one to
 * compare with, a warning says so. Throws `ids-drifted` with every account that is gone or has other ids.
 */
export async function checkAccounts(
  { treefile, root, previous }: Checked,
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const checks = [treefile.checkPasswd, treefile.checkGroups];
  if (checks.every((check) => check === undefined)) return;
  // Whoever composes may read these two; the shadow files are root's.
  const rootDirectory = new RootDirectory(root);
  const textOf = async (name: string) => (await rootDirectory.readText(`/etc/${name}`)) ?? "";
  const diagnostics: Diagnostic[] = [];
  const needsPrevious = checks.some((check) => check !== undefined && check.expected === undefined);
  const files = needsPrevious
    ? await previous?.readFiles(
        databases.map(({ name }) => `etc/${name}`),
        signal,
      )
    : undefined;
  for (const [index, { key, kind, name, parse }] of databases.entries()) {
    const check = checks[index];
    if (check === undefined) continue;
    const expected = check.expected ?? expectedOf(check, files?.get(`etc/${name}`)?.toString(), parse);
    if (expected === undefined) {
      report({ type: "diagnostic", diagnostic: warnOfNoPrevious(key, check) });
      continue;
    }
    for (const { account, message } of accountDeviations(kind, expected, parse(await textOf(name))))
      diagnostics.push({ severity: "error", code: "ids-drifted", ...account.origin, key, message });
  }
  if (diagnostics.length === 0) return;
  throw new DebootcError("ids-drifted", "accounts of the image are not those that the treefile expects", {
    diagnostics,
    hint: "Files on hosts keep the old numbers: give the accounts these ids with `debootc lock --ids`, or change what is expected.",
  });
}

function expectedOf(
  { origin }: AccountCheck,
  text: string | undefined,
  parse: (text: string) => readonly ExpectedAccount[],
) {
  return text === undefined ? undefined : parse(text).map((account) => ({ ...account, origin }));
}

function usersOf(text: string): ExpectedAccount[] {
  return parsePasswd(text).map(({ name, uid, gid }) => ({ name, ids: [uid, gid] }));
}

function groupsOf(text: string): ExpectedAccount[] {
  return parseGroup(text).map(({ name, gid }) => ({ name, ids: [gid] }));
}

function warnOfNoPrevious(key: string, { origin }: AccountCheck): Diagnostic {
  return {
    severity: "warning",
    code: "accounts-unchecked",
    ...origin,
    key,
    message: "this image follows no other, so there are no accounts to compare with",
    hint: "Name the image that hosts run with --previous-image.",
  };
}
