import { access } from "node:fs/promises";

/** Whether something is at a path, as far as this user can see. A link that leads nowhere is nothing. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
