import type { ErrorCode } from "@debootc/core/error/codes";
import type { RegistryErrorKind } from "./registry-error.ts";

const codes = {
  unauthorized: "credentials-refused",
  denied: "credentials-refused",
  missing: "registry-refused",
  refused: "registry-refused",
  damaged: "registry-unreachable",
  throttled: "registry-unreachable",
  unreachable: "registry-unreachable",
  stalled: "registry-unreachable",
  untrusted: "trust-refused",
  differs: "verification-differs",
} as const satisfies Record<RegistryErrorKind, ErrorCode>;

/** Returns the code of errors by which people learn of what a registry did. */
export function registryErrorCode(kind: RegistryErrorKind): (typeof codes)[RegistryErrorKind] {
  return codes[kind];
}
