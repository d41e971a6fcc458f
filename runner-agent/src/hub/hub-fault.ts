/**
 * Says why a request to the hub has no good answer. `unreachable`: it may have one later. `session-ended`: another session of
 * this host counts. `unauthorized`: the token is not good. `refused`: it never will.
 */
export type HubFaultKind = "unreachable" | "session-ended" | "unauthorized" | "refused";

/** Represents a request that the hub did not answer as it should. */
export class HubFault extends Error {
  override readonly name = "HubFault";
  readonly kind: HubFaultKind;
  /** How long the hub wants not to be asked, in milliseconds. */
  readonly pause: number | undefined;

  constructor(kind: HubFaultKind, message: string, options: { readonly pause?: number } = {}) {
    super(message);
    this.kind = kind;
    this.pause = options.pause;
  }
}
