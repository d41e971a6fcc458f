export type DownloadErrorKind =
  /** The server answers that it has no such file. */
  | "gone"
  /** The server will not give it, however often it is asked. */
  | "refused"
  /** The server wants a name and a password, or others than those it was given. */
  | "unauthorized"
  /** No connection, or an answer that says the server is in trouble. */
  | "unreachable"
  | "stalled"
  /** The connection ended before the file did. */
  | "truncated"
  /** Another length than the file must have. */
  | "wrong-size"
  /** The right length and other bytes. */
  | "damaged";

/** Why a file did not arrive; the caller decides whether to ask again. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly kind: DownloadErrorKind;

  constructor(kind: DownloadErrorKind, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.kind = kind;
  }
}
