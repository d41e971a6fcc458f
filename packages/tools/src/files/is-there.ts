import { access } from "node:fs/promises";

/** Returns whether something exists at a path, as far as this user can see; a dangling link does not count. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
