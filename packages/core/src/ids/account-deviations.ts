/** Describes an account and its ids: uid and gid of a user, or gid of a group. */
export interface ExpectedAccount {
  readonly name: string;
  readonly ids: readonly number[];
}

/**
 * Returns the expected accounts that are missing or have other ids, each with a message. There may be accounts that
 * are not expected.
 */
export function accountDeviations<T extends ExpectedAccount>(
  kind: "user" | "group",
  expected: readonly T[],
  found: readonly ExpectedAccount[],
): { readonly account: T; readonly message: string }[] {
  const idsOf = new Map(found.map(({ name, ids }) => [name, ids]));
  return expected.flatMap((account) => {
    const ids = idsOf.get(account.name);
    if (ids === undefined) {
      return [{ account, message: `the ${kind} ${account.name} is not in the image` }];
    }
    if (ids.join() === account.ids.join()) return [];
    const message = `the ${kind} ${account.name} has ${idText(kind, ids)}, expected ${idText(kind, account.ids)}`;
    return [{ account, message }];
  });
}

function idText(kind: "user" | "group", [first, second]: readonly number[]): string {
  return kind === "user" ? `uid ${first} and gid ${second}` : `gid ${first}`;
}
