import { DebootcError } from "@debootc/core/error/debootc-error";
import { mutateOsRelease } from "@debootc/core/os-release/mutate-os-release";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { RootDirectory } from "../tree/root-directory.ts";

/** Writes the version of the tree into os-release(5). Throws `treefile-invalid` when there is nothing to replace. */
export async function brandOsRelease(
  root: RootDirectory,
  { text: replaced, origin }: NonNullable<ResolvedTreefile["mutateOsRelease"]>,
  version: string,
): Promise<void> {
  const file = (await root.exists("/etc/os-release")) ? "/etc/os-release" : "/usr/lib/os-release";
  const before = (await root.readText(file)) ?? "";
  const after = mutateOsRelease(before, replaced, version);
  if (after !== undefined) return root.rewriteFile(file, after);
  const fields = before.split("\n").filter((line) => /^(VERSION|PRETTY_NAME)=/.test(line));
  const message = `neither VERSION nor PRETTY_NAME of the image's os-release contains ${JSON.stringify(replaced)}`;
  throw new DebootcError("treefile-invalid", "the version cannot be written into os-release", {
    diagnostics: [
      {
        severity: "error",
        code: "treefile-invalid",
        ...origin,
        key: "mutate-os-release",
        message,
        allowed: fields.length === 0 ? "nothing: it has neither" : `a part of ${fields.join(" or ")}`,
      },
    ],
  });
}
