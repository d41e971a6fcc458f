import { DebootcError } from "@debootc/core/error/debootc-error";
import { isLocalRegistry, type RegistryReference } from "@debootc/core/registry/reference";
import { RegistryError } from "@debootc/tools/registry/registry-error";
import { registryErrorCode } from "@debootc/tools/registry/registry-error-code";
import { isWithoutTls } from "@debootc/tools/registry/send-request";

interface Circumstances {
  readonly reference: RegistryReference;
  /** The file that the login came from; undefined if none was found. */
  readonly origin: string | undefined;
  readonly moved: readonly string[];
  readonly insecureHttp: boolean;
}

/** Explains what a registry did to whoever pushed; anything else is returned as it is. */
export function pushFailure(error: unknown, circumstances: Circumstances): unknown {
  if (!(error instanceof RegistryError)) return error;
  const { reference, moved } = circumstances;
  const place = `${reference.registry}/${reference.name}`;
  const tags = moved.length === 0 ? "no tag was moved" : `these tags were moved: ${moved.join(", ")}`;
  return new DebootcError(
    registryErrorCode(error.kind),
    `cannot push to ${place}: ${error.message}; ${tags}`,
    {
      hint: hintFor(error, circumstances),
      cause: error,
    },
  );
}

function hintFor(
  { kind, cause, retryAfterSeconds }: RegistryError,
  { reference: { registry }, origin, insecureHttp }: Circumstances,
): string {
  const login = `skopeo login ${registry}`;
  switch (kind) {
    case "unauthorized":
    case "denied":
      return origin === undefined
        ? `No login for it was found. Log in with: ${login} (or podman, docker); debootc reads the file that they write.`
        : `Its login is from ${origin}. Make sure that it may push there, or log in again with: ${login}`;
    case "missing":
    case "refused":
      return "Make sure that the repository exists, or may be created, and that it takes OCI images.";
    case "differs":
      return "Push again; if it stays so, something between here and the registry changes what it carries.";
    case "untrusted":
      return "Let this machine trust its authority (update-ca-certificates), or have the certificate renewed.";
    case "throttled":
      return retryAfterSeconds === undefined
        ? "Push again later: what is there already is not sent again."
        : `Push again in ${Math.ceil(retryAfterSeconds)} s: what is there already is not sent again.`;
    default:
      return isWithoutTls(cause) && !insecureHttp && !isLocalRegistry(registry)
        ? "It may not have TLS: in a network that you trust, --insecure-http does without."
        : "Push again: what is there already is not sent again.";
  }
}
