import type { AccountFiles } from "@debootc/core/ids/account-files";
import type { LockedIds } from "@debootc/core/lock/lock";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { readTreeFile } from "@debootc/tools/ostree/ostree-repository";
import { join } from "node:path";
import { findCompose } from "../../composed/find-compose.ts";
import { readLock } from "../../gather/read-lock.ts";
import type { PreviousImage } from "./previous-image.ts";

/** Holds the accounts of the image that hosts have: files on them belong to its numbers. */
export interface PreviousAccounts {
  /** What the image is called, for messages. */
  readonly of: string;
  /** Accounts that its packages made; none where no compose records them. */
  readonly ids: LockedIds;
  /** Reads all its accounts; undefined if it is gone. */
  readonly read: (signal: AbortSignal) => Promise<Pick<AccountFiles, "passwd" | "group"> | undefined>;
}

interface Choice {
  readonly named: NamedPlace | undefined;
  /** ID of the compose before this one. */
  readonly previous: string | undefined;
  readonly image: PreviousImage | undefined;
}

interface Kind {
  readonly ref: string;
  readonly variant: string;
  readonly architecture: string;
  readonly outputDir: string;
}

/**
 * Finds the accounts that this compose has to keep: those of the image that the user named, else of the compose before.
 * Undefined for the first of all, and where the user says that it follows none.
 */
export async function previousAccounts(
  { named, previous, image }: Choice,
  { ref, variant, architecture, outputDir }: Kind,
): Promise<PreviousAccounts | undefined> {
  if (named !== undefined) {
    if (image === undefined) return undefined;
    const lock = await findCompose(named, outputDir).then(
      ({ result }) => result.lock,
      () => undefined,
    );
    const read = async (signal: AbortSignal) => {
      const files = await image.readFiles(["etc/passwd", "etc/group"], signal);
      return accountsOf(files.get("etc/passwd")?.toString(), files.get("etc/group")?.toString());
    };
    return { of: named.given, ids: await idsIn(lock, architecture), read };
  }
  if (previous === undefined) return undefined;
  const base = join(outputDir, previous, "compose", variant, architecture);
  const read = async () => {
    const [passwd, group] = await Promise.all(
      ["passwd", "group"].map((name) => readTreeFile(join(base, "ostree"), ref, `/usr/etc/${name}`)),
    );
    return accountsOf(passwd, group);
  };
  return { of: previous, ids: await idsIn(join(base, "lock.json"), architecture), read };
}

/** The lock of an earlier compose may have been removed to save space, or be of another version. */
async function idsIn(lock: string | undefined, architecture: string): Promise<LockedIds> {
  const none: LockedIds = { users: [], groups: [] };
  if (lock === undefined) return none;
  const read = await readLock(lock).catch(() => undefined);
  return read?.architectures[architecture]?.ids ?? none;
}

function accountsOf(passwd: string | undefined, group: string | undefined) {
  return passwd === undefined || group === undefined ? undefined : { passwd, group };
}
