import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RegistryReference } from "@debootc/core/registry/reference";

/** Returns the refusal of GitHub's own registry with what a workflow has to write, and anything else as it is. */
export function withPermission(error: unknown, { registry }: Pick<RegistryReference, "registry">): unknown {
  if (!(error instanceof DebootcError) || error.code !== "credentials-refused") return error;
  if (registry !== "ghcr.io" && !registry.startsWith("containers.")) return error;
  return new DebootcError(error.code, error.message, {
    hint: `Write packages: write below permissions: of the job, and let its repository write to the package in the settings of that. ${error.hint ?? ""}`.trimEnd(),
    diagnostics: error.diagnostics,
    cause: error,
  });
}
