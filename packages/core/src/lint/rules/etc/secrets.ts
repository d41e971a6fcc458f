import {
  machineSecretAt,
  machineSecretIn,
  privateKeyLine as privateKey,
} from "../../../secret/machine-secret.ts";
import { dpkgLists, dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintRule } from "../lint-rule.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";

interface SecretKind {
  /** Matches the whole path. */
  readonly path: RegExp;
  readonly what: string;
  /** Only files with such a line count, within its first 4096 characters; absent if the name is conclusive. */
  readonly line?: RegExp;
}

/** Describes files whose name says that they contain a secret, or may. */
const kinds: readonly SecretKind[] = [
  {
    path: /\/(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|identity)$/,
    what: "an ssh private key",
    line: privateKey,
  },
  { path: /\.(?:pem|key|p8|crt)$/, what: "a private key", line: privateKey },
  { path: /\/\.netrc$/, what: "netrc passwords", line: /\bpassword\s+\S/ },
  {
    path: /\/etc\/apt\/auth\.conf(?:\.d\/[^/]+)?$/,
    what: "passwords for package sources",
    line: /^(?![ \t]*#).*\bpassword\s+\S/,
  },
  {
    path: /\/etc\/apt\/sources\.list(?:\.d\/[^/]+)?$/,
    what: "a password in a source's address",
    line: /^(?![ \t]*#).*:\/\/[^/\s:@]{1,256}:[^/\s@]{1,256}@/,
  },
  { path: /\/\.aws\/credentials$/, what: "AWS credentials" },
  {
    path: /\/\.config\/gcloud\/(?:credentials\.db|application_default_credentials\.json|access_tokens\.db)$/,
    what: "Google Cloud credentials",
  },
  { path: /\/\.azure\/(?:accessTokens\.json|msal_token_cache\.(?:json|bin))$/, what: "Azure credentials" },
  {
    path: /\/(?:\.kube\/config|kubeconfig)$/,
    what: "Kubernetes credentials",
    line: /\b(?:token|password|client-key-data):/,
  },
  {
    path: /\/(?:\.docker\/config|containers\/auth|ostree\/auth)\.json$/,
    what: "registry passwords",
    line: /"auth"\s*:\s*"[^"]/,
  },
  { path: /\/\.git-credentials$/, what: "passwords for git" },
  { path: /\/\.config\/gh\/hosts\.yml$/, what: "a GitHub token", line: /oauth_token/ },
  { path: /\/\.npmrc$/, what: "an npm token", line: /_(?:authToken|password|auth)\s*=\s*[^\s$]/ },
  { path: /\/\.pypirc$/, what: "a PyPI password", line: /^\s*password\s*[:=]\s*\S/ },
  { path: /\/\.cargo\/credentials(?:\.toml)?$/, what: "a crates.io token" },
  { path: /\/\.pgpass$/, what: "PostgreSQL passwords" },
  { path: /\/\.my\.cnf$/, what: "a MySQL password", line: /^\s*password\s*=\s*\S/ },
  { path: /\/\.vault-token$/, what: "a Vault token" },
  { path: /\/\.(?:htpasswd|s3cfg|boto)$/, what: "passwords" },
  {
    path: /\/etc\/NetworkManager\/system-connections\/[^/]+$/,
    what: "a network password",
    line: /^\s*(?:psk|password|leap-password|wep-key\d?|private-key-password)\s*=\s*\S/,
  },
  {
    path: /\/etc\/wpa_supplicant\/[^/]+\.conf$/,
    what: "a network password",
    line: /^\s*(?:psk|password)\s*=\s*\S/,
  },
  {
    path: /\/etc\/wireguard\/[^/]+\.conf$/,
    what: "a WireGuard private key",
    line: /^\s*PrivateKey\s*=\s*\S/,
  },
  { path: /^\/run\/secrets\/.+$/, what: "a build secret" },
];

/** Copies for /var, and what is kept of it: of a file there, the content counts, whatever its name is. */
const ofVar = /^\/usr\/(?:share\/factory|lib\/sysimage\/(?!dpkg\/)[^/]+)\//;
/** OpenLDAP's server keeps its configuration, with passwords, in files of any name. */
const ofSlapd = /^\/etc\/ldap\/slapd\.d\//;

const candidate = new RegExp(kinds.map(({ path }) => `(?:${path.source})`).join("|"));
/** Published files cannot be secret: documentation, and test data of libraries. */
const published =
  /^\/usr\/share\/(?:doc|man)\/|\/lib\/python[0-9.]+\/(?:test|(?:dist|site)-packages\/(?:[^/]+\/)*tests?)\//;

export const secretFile: LintRule = {
  name: "secret-file",
  level: "error",
  summary: "files known for secrets contain no private keys, passwords or tokens",
  why: "Whoever can pull the image has the secret, even if a later layer removes it. Treat it as disclosed.",
  remedy:
    "Remove the file from all layers and replace the secret. Pass secrets to a build with mounts (podman build --secret) and to machines when they are installed.",
  reads: new RegExp(
    `${candidate.source}|${ofVar.source}|${ofSlapd.source}|${dpkgStatusFiles.source}|${dpkgLists.source}`,
  ),
  readsAtMost: 8 * 1024 * 1024,
  *check({ tree, dpkg, image }) {
    // What a package ships is the same for everyone, but configuration may have been filled in.
    const isPublished = (path: string) =>
      published.test(path) || (dpkg.owns(path) && !path.startsWith("/etc/"));
    for (const entry of tree.walk()) {
      const what = secretIn(entry);
      if (what !== undefined && !isPublished(entry.path))
        yield { path: entry.path, message: `contains ${what}` };
    }
    for (const { entry, layer } of image?.hidden ?? []) {
      const what = secretIn(entry);
      if (what === undefined || isPublished(entry.path)) continue;
      yield {
        path: entry.path,
        message: `in layer ${layer} contains ${what}, and stays in the image although a later layer hides it`,
      };
    }
  },
};

function secretIn(entry: LintEntry): string | undefined {
  const { path, type, size, content } = entry;
  if (type !== "file" || size === 0) return undefined;
  const byName = candidate.test(path)
    ? kinds.find((kind) => kind.path.test(path) && holds(entry, kind))?.what
    : undefined;
  const isAnyName = ofVar.test(path) || ofSlapd.test(path);
  return (
    byName ??
    machineSecretAt(path) ??
    (isAnyName && content !== undefined ? machineSecretIn(content.toString("latin1")) : undefined)
  );
}

const lineLimit = 4096;

/** Checks a file's lines; one that is too large to read is judged by its name. */
function holds({ content }: LintEntry, { line }: SecretKind): boolean {
  if (line === undefined || content === undefined) return true;
  const lines = content.toString("latin1").split("\n");
  return lines.some((text) => line.test(text.slice(0, lineLimit)));
}
