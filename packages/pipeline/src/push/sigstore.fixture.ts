import { canonicalJson } from "@debootc/core/record/canonical-json";
import { listenLocally } from "@debootc/tools/http/listen-locally";
import { run } from "@debootc/tools/run";
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** Is a Fulcio and a Rekor of this machine's own, whose certificates and promises nobody else believes. */
export interface SigstoreServices extends AsyncDisposable {
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  /** The certificate of the authority, and the public key of the log, in PEM. */
  readonly authority: string;
  readonly log: string;
  /** What both answer instead of doing anything, while it is set. */
  fault: { readonly status: number; readonly message: string } | undefined;
}

/** Returns a token that says who somebody is; the services here believe any. */
export function identityToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ aud: "sigstore", ...claims })}.`;
}

/** Starts both, with the files `fulcio.pem`, `rekor.pub` and `trusted-root.json` in a directory, which is made. */
export async function startSigstore(directory: string): Promise<SigstoreServices> {
  await mkdir(directory, { recursive: true });
  const authority = await makeAuthority(directory);
  const log = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const der = log.publicKey.export({ type: "spki", format: "der" });
  const logId = createHash("sha256").update(der).digest();
  const publicKey = log.publicKey.export({ type: "spki", format: "pem" }).toString();
  await writeFile(join(directory, "rekor.pub"), publicKey);

  const signed = (bytes: string | Uint8Array) => sign("sha256", Buffer.from(bytes), log.privateKey);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const asked = JSON.parse((await text(request)) || "{}");
    if (started.fault !== undefined) return json(started.fault.status, { message: started.fault.message });
    if (request.url === "/api/v2/signingCert") {
      const certificates = [await issue(directory, asked), authority];
      return json(200, { signedCertificateEmbeddedSct: { chain: { certificates } } });
    }
    if (request.url === "/api/v1/log/entries") return json(201, { [`${Date.now()}`]: entryOf(asked) });
    return json(404, { message: `there is no ${request.url}` });
  };
  const entryOf = (asked: Proposed) => {
    const body = Buffer.from(canonicalJson(kept(asked))).toString("base64");
    const entry = {
      body,
      integratedTime: Math.floor(Date.now() / 1000),
      logID: logId.toString("hex"),
      logIndex: 41,
    };
    // Each entry is the only one of a tree of its own (RFC 6962). In the whole log, cosign 2 takes 0 for no place at all.
    const root = createHash("sha256")
      .update(Buffer.from([0]))
      .update(Buffer.from(body, "base64"))
      .digest();
    const note = `rekor.test - 1\n1\n${root.toString("base64")}\n`;
    const mark = Buffer.concat([logId.subarray(0, 4), signed(note)]).toString("base64");
    const checkpoint = `${note}\n— rekor.test ${mark}\n`;
    return {
      ...entry,
      verification: {
        signedEntryTimestamp: signed(canonicalJson(entry)).toString("base64"),
        inclusionProof: { checkpoint, hashes: [], logIndex: 0, rootHash: root.toString("hex"), treeSize: 1 },
      },
    };
  };
  const server = await listenLocally(createServer((request, response) => void answer(request, response)));
  const url = `http://127.0.0.1:${server.port}`;
  const started: SigstoreServices = {
    ...{ fulcioUrl: url, rekorUrl: url, authority, log: publicKey, fault: undefined },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  const trusted = trustedRoot({ url, authority, key: der, logId });
  await writeFile(join(directory, "trusted-root.json"), JSON.stringify(trusted));
  return started;
}

async function makeAuthority(directory: string): Promise<string> {
  const [key, certificate] = [join(directory, "fulcio.key"), join(directory, "fulcio.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", "/O=debootc test/CN=fulcio", "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  const args = ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", certificate];
  await run({ tool: "openssl", args });
  return readFile(certificate, "utf8");
}

interface AskedCertificate {
  readonly credentials: { readonly oidcIdentityToken: string };
  readonly publicKeyRequest: {
    readonly publicKey: { readonly content: string };
    readonly proofOfPossession: string;
  };
}

/** Issues what Fulcio issues: who it was is in the subject's other name, and who said so in extensions of its own. */
async function issue(directory: string, asked: AskedCertificate): Promise<string> {
  const [, part = ""] = asked.credentials.oidcIdentityToken.split(".");
  const {
    iss,
    sub,
    email,
    job_workflow_ref: workflow,
  } = JSON.parse(Buffer.from(part, "base64url").toString());
  const { publicKey, proofOfPossession } = asked.publicKeyRequest;
  const proof = Buffer.from(proofOfPossession, "base64");
  if (!verify("sha256", Buffer.from(sub), createPublicKey(publicKey.content), proof))
    throw new Error("whoever asks does not have the key");
  const name = join(directory, randomBytes(8).toString("hex"));
  await writeFile(`${name}.pub`, publicKey.content);
  await writeFile(
    `${name}.cnf`,
    [
      "keyUsage=critical,digitalSignature",
      "extendedKeyUsage=codeSigning",
      `subjectAltName=critical,${email === undefined ? `URI:https://github.com/${workflow}` : `email:${email}`}`,
      `1.3.6.1.4.1.57264.1.1=DER:${Buffer.from(iss).toString("hex")}`,
      `1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:${iss}`,
    ].join("\n"),
  );
  const by = ["-CA", join(directory, "fulcio.pem"), "-CAkey", join(directory, "fulcio.key"), "-days", "1"];
  const what = [
    "-force_pubkey",
    `${name}.pub`,
    "-extfile",
    `${name}.cnf`,
    "-subj",
    "/",
    "-out",
    `${name}.pem`,
  ];
  await run({ tool: "openssl", args: ["x509", "-new", ...what, ...by] });
  return readFile(`${name}.pem`, "utf8");
}

interface Proposed {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: {
    readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] };
  };
}

/** Returns what a log keeps: of an envelope its digests and signatures, of everything else all. */
function kept({ kind, apiVersion, spec }: Proposed): object {
  if (spec.proposedContent === undefined) return { kind, apiVersion, spec };
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: { sig: string }[] };
  const hashOf = (bytes: Buffer) => ({
    algorithm: "sha256",
    value: createHash("sha256").update(bytes).digest("hex"),
  });
  return {
    ...{ kind, apiVersion },
    spec: {
      envelopeHash: hashOf(Buffer.from(envelope)),
      payloadHash: hashOf(Buffer.from(payload, "base64")),
      signatures: signatures.map(({ sig }, index) => ({ signature: sig, verifier: verifiers[index] })),
    },
  };
}

function trustedRoot({
  url,
  authority,
  key,
  logId,
}: {
  url: string;
  authority: string;
  key: Buffer;
  logId: Buffer;
}) {
  const validFor = { start: "2020-01-01T00:00:00Z" };
  const certificates = [{ rawBytes: authority.replaceAll(/-----[A-Z ]+-----|\s/g, "") }];
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [
      {
        ...{ baseUrl: url, hashAlgorithm: "SHA2_256", logId: { keyId: logId.toString("base64") } },
        publicKey: { rawBytes: key.toString("base64"), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
      },
    ],
    certificateAuthorities: [
      {
        subject: { organization: "debootc test", commonName: "fulcio" },
        uri: url,
        certChain: { certificates },
        validFor,
      },
    ],
  };
}
