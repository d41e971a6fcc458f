/** Says who made a signature without a key of their own, and when. */
export interface KeylessProof {
  /** The certificate that Fulcio issued to them for a few minutes, in PEM. */
  readonly certificate: string;
  /** The entry of Rekor, which shows that they signed within these minutes. */
  readonly entry: LogEntry;
}

/** Is an entry of a public log of signatures, as Rekor promises to keep it. */
export interface LogEntry {
  /** What the log has of the signature, in base64. */
  readonly body: string;
  /** Seconds since 1970. */
  readonly integratedTime: number;
  readonly logIndex: number;
  /** SHA-256 of the public key of the log, in hexadecimal digits. */
  readonly logId: string;
  /** What the log signed of it, in base64. */
  readonly promise: string;
}

/** Returns the annotations by which cosign, skopeo and podman know a proof (cosign's SIGNATURE_SPEC.md). */
export function proofAnnotations({ certificate, entry }: KeylessProof): Readonly<Record<string, string>> {
  const { body, integratedTime, logIndex, logId, promise } = entry;
  return {
    "dev.sigstore.cosign/certificate": certificate,
    "dev.sigstore.cosign/bundle": JSON.stringify({
      SignedEntryTimestamp: promise,
      Payload: { body, integratedTime, logIndex, logID: logId },
    }),
  };
}
