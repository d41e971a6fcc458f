export type DownloadErrorKind =
  /** The server says that it has no such file. */
  | "gone"
  /** The server refuses to deliver the file, however often it is asked. */
  | "refused"
  /** The server wants credentials, or refuses those it was given. */
  | "unauthorized"
  /** No connection, or an answer that says the server is in trouble. */
  | "unreachable"
  | "stalled"
  /** The connection ended before the file did. */
  | "truncated"
  /** The length differs from what the file must have. */
  | "wrong-size"
  /** The length is right but the bytes are not. */
  | "damaged";

/** Says why a file did not arrive; the caller decides whether to try again. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly kind: DownloadErrorKind;

  constructor(kind: DownloadErrorKind, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.kind = kind;
  }
}
