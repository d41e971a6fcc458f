import { DebootcError } from "@debootc/core/error/debootc-error";
import { parseReference, type RegistryReference } from "@debootc/core/registry/reference";

/** Names the variant in the reference to push to. */
export const variantPlaceholder = "{variant}";

/** Is a variant of a compose, and where it is pushed. */
export interface PushTarget {
  readonly variant: string;
  readonly to: RegistryReference;
}

/** Returns where each variant is pushed. Throws `usage` if several would be the same image. */
export function pushTargets(push: string, variants: readonly string[]): readonly PushTarget[] {
  const names = [...new Set(variants)];
  if (names.length > 1 && !push.includes(variantPlaceholder))
    throw new DebootcError("usage", `cannot push several variants to ${push}: ${names.join(", ")}`, {
      hint: `Write ${variantPlaceholder} in the input push, such as ghcr.io/me/${variantPlaceholder}, or choose one with the input variant.`,
    });
  return names.map((variant) => ({
    variant,
    // Registries know no upper case in names.
    to: parseReference(push.replaceAll(variantPlaceholder, variant.toLowerCase())),
  }));
}
