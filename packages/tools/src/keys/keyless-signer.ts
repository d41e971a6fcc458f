import { DebootcError } from "@debootc/core/error/debootc-error";
import type { KeylessProof } from "@debootc/core/signature/keyless-proof";
import { statementType } from "@debootc/core/signature/signature-bundle";
import type { Bundle } from "@sigstore/sign";
import type { ImageSigner } from "./image-signer.ts";

/** Says who signs, and which services vouch for it. */
export interface KeylessSigning {
  /** Returns a token (OpenID Connect) for the audience `sigstore`. */
  readonly identityToken: () => Promise<string>;
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  /** How often a call is made again that found nobody, and after how long at first. */
  readonly patience: { readonly retries: number; readonly firstPauseSeconds: number };
  readonly signal: AbortSignal;
}

/** A call may take so long, in milliseconds. */
const timeout = 20_000;

/**
 * Returns what signs with a key that exists for one signature: Fulcio certifies that it is of whoever the token names, Rekor
 * that it was used meanwhile. What it signs throws `trust-refused` or `signing-service-unreachable`, never with the token.
 */
export function keylessSigner({
  identityToken,
  fulcioUrl,
  rekorUrl,
  patience,
  signal,
}: KeylessSigning): ImageSigner {
  const retry = { retries: patience.retries, minTimeout: patience.firstPauseSeconds * 1000 };
  const parts = async () => {
    // Only who signs so needs the library, which itself looks for proxies in the environment.
    const sigstore = await import("@sigstore/sign");
    const identityProvider = { getToken: identityToken };
    return {
      ...sigstore,
      services: {
        signer: new sigstore.FulcioSigner({ timeout, retry, fulcioBaseURL: fulcioUrl, identityProvider }),
        witnesses: [new sigstore.RekorWitness({ timeout, retry, rekorBaseURL: rekorUrl, entryType: "dsse" })],
      },
    };
  };
  const explained = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await unlessAborted(work, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw failureOf(error, { fulcioUrl, rekorUrl });
    }
  };
  return {
    isKeyless: true,
    signPayload: (payload) =>
      explained(async () => {
        const { MessageSignatureBundleBuilder, services } = await parts();
        const made = await new MessageSignatureBundleBuilder(services).create({ data: Buffer.from(payload) });
        return {
          signature: made.content.messageSignature.signature.toString("base64"),
          proof: proofIn(made.verificationMaterial),
        };
      }),
    signStatement: (statement) =>
      explained(async () => {
        const [{ DSSEBundleBuilder, services }, { bundleToJSON }] = await Promise.all([
          parts(),
          import("@sigstore/bundle"),
        ]);
        const artifact = { data: Buffer.from(statement), type: statementType };
        return JSON.stringify(bundleToJSON(await new DSSEBundleBuilder(services).create(artifact)));
      }),
    // Its key is gone: what it signed before could be somebody else's work with a certificate that looks the same.
    hasSigned: () => false,
  };
}

/** The library knows no signal: what it still does goes on without anybody who waits for it. */
async function unlessAborted<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function proofIn({ content, tlogEntries }: Bundle["verificationMaterial"]): KeylessProof {
  const certificate =
    content.$case === "x509CertificateChain"
      ? content.x509CertificateChain.certificates[0]
      : content.$case === "certificate"
        ? content.certificate
        : undefined;
  const [entry] = tlogEntries;
  if (certificate === undefined || entry?.inclusionPromise === undefined)
    throw new Error("the services answered without a certificate or without the promise to log it");
  return {
    certificate: pem(certificate.rawBytes),
    entry: {
      body: entry.canonicalizedBody.toString("base64"),
      integratedTime: Number(entry.integratedTime),
      logIndex: Number(entry.logIndex),
      logId: entry.logId.keyId.toString("hex"),
      promise: entry.inclusionPromise.signedEntryTimestamp.toString("base64"),
    },
  };
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

type Urls = Pick<KeylessSigning, "fulcioUrl" | "rekorUrl">;

/** The library quotes the token that it cannot read: what it says of one must not be repeated. */
function failureOf(error: unknown, { fulcioUrl, rekorUrl }: Urls): DebootcError {
  if (error instanceof DebootcError) return error;
  const { code = "", cause } = error as { readonly code?: string; readonly cause?: unknown };
  if (code === "IDENTITY_TOKEN_READ_ERROR" && cause instanceof DebootcError) return cause;
  if (code.startsWith("IDENTITY_TOKEN"))
    return new DebootcError("trust-refused", "the identity token cannot be read: it is no JSON Web Token", {
      hint: "In a job of GitHub write id-token: write below permissions; elsewhere give a token for the audience sigstore in SIGSTORE_ID_TOKEN.",
    });
  const isLog = code.startsWith("TLOG");
  const { statusCode } = (cause ?? {}) as { readonly statusCode?: number };
  const isRefused = statusCode !== undefined && statusCode < 500 && statusCode !== 429;
  const what = isLog ? `the log of signatures at ${rekorUrl}` : `Fulcio at ${fulcioUrl}`;
  const reason =
    cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  return new DebootcError(
    isRefused ? "trust-refused" : "signing-service-unreachable",
    `cannot sign without a key: ${what} ${isRefused ? "refuses it" : "does not answer"}: ${reason}`,
    {
      hint: isRefused
        ? "The token must be for the audience sigstore, of an issuer that it knows, and not older than some minutes."
        : "Push again: what is there already is not sent again. No tag was moved.",
      cause: error,
    },
  );
}
