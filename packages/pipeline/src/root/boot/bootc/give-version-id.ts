import { osReleaseValue } from "@debootc/core/os-release/os-release-value";
import type { RootDirectory } from "../../../tree/root-directory.ts";
import { hasBootc } from "./has-bootc.ts";

const file = "/usr/lib/os-release";

/**
 * Gives os-release(5) a VERSION_ID in a root that has bootc and no version, as in testing and unstable: the name of the release.
 * bootc puts the version into the names of boot entries, by which GRUB and bootc itself sort them. Without one it takes the digest
 * of the image, and what an upgrade or a rollback boots is left to chance.
 */
export async function giveVersionId(root: RootDirectory): Promise<void> {
  if (!(await hasBootc(root))) return;
  const text = await root.readText(file);
  if (text === undefined || osReleaseValue(text, "VERSION_ID") !== undefined) return;
  const name = osReleaseValue(text, "VERSION_CODENAME") ?? "";
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("VERSION_ID="));
  await root.rewriteFile(
    file,
    [...lines, `VERSION_ID="${/^[a-z0-9._-]+$/.test(name) ? name : "rolling"}"`, ""].join("\n"),
  );
}
