export type RegistryErrorKind =
  /** The registry has nothing by this name. */
  | "missing"
  /** The registry wants a credential, or refuses the one that it was given. */
  | "unauthorized"
  /** The registry knows who asks, and does not allow it. */
  | "denied"
  /** What arrived has another digest than was announced. */
  | "damaged"
  /** The registry does not take it, however often it is asked. */
  | "refused"
  /** Too much was asked of the registry in too short a time. */
  | "throttled"
  /** No connection, or an answer that says the registry is in trouble. */
  | "unreachable"
  | "stalled"
  /** This machine does not trust the certificate of the registry. */
  | "untrusted"
  /** The registry says that it has something else than what was pushed. */
  | "differs";

/** Says why a registry did not do what it was asked; the caller decides whether to try again. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  readonly kind: RegistryErrorKind;
  /** How long the registry wants to be left alone. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: RegistryErrorKind,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
