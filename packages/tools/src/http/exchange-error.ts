/** Says what ended an exchange, other than the connection itself: its failures are those of Node. */
export type ExchangeErrorKind =
  /** Nothing moved for too long. */
  | "stalled"
  /** The answer is longer than what is read. */
  | "too-long"
  /** What was to be sent could not be read; the cause says why. */
  | "body";

/** Says that an exchange came to no answer for a reason that is not the connection's. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly kind: ExchangeErrorKind;

  constructor(kind: ExchangeErrorKind, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}
