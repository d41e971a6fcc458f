import { privateKeyLine as privateKey } from "../../../secret/machine-secret.ts";
import { dpkgLists, dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintRule } from "../lint-rule.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";

interface SecretKind {
  /** Of the whole path. */
  readonly path: RegExp;
  readonly what: string;
  /** Only files with such a line count, of which the first 4096 characters are looked at; absent where the name says enough. */
  readonly line?: RegExp;
}

/** Files whose name says that they hold a secret, or may. */
const kinds: readonly SecretKind[] = [
  {
    path: /\/(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|identity)$/,
    what: "a private key of ssh",
    line: privateKey,
  },
  { path: /\.(?:pem|key|p8|crt)$/, what: "a private key", line: privateKey },
  { path: /\.(?:p12|pfx|jks|keystore|kdbx|ppk)$/, what: "a store of keys" },
  { path: /\/(?:[^/]+\.)?keytab$/, what: "a keytab of Kerberos" },
  { path: /\/\.netrc$/, what: "passwords of a netrc file", line: /\bpassword\s+\S/ },
  {
    path: /\/etc\/apt\/auth\.conf(?:\.d\/[^/]+)?$/,
    what: "passwords for package sources",
    line: /^(?![ \t]*#).*\bpassword\s+\S/,
  },
  {
    path: /\/etc\/apt\/sources\.list(?:\.d\/[^/]+)?$/,
    what: "a password in the address of a source",
    line: /^(?![ \t]*#).*:\/\/[^/\s:@]{1,256}:[^/\s@]{1,256}@/,
  },
  { path: /\/\.aws\/credentials$/, what: "credentials of AWS" },
  {
    path: /\/\.config\/gcloud\/(?:credentials\.db|application_default_credentials\.json|access_tokens\.db)$/,
    what: "credentials of Google Cloud",
  },
  { path: /\/\.azure\/(?:accessTokens\.json|msal_token_cache\.(?:json|bin))$/, what: "credentials of Azure" },
  {
    path: /\/(?:\.kube\/config|kubeconfig)$/,
    what: "credentials of Kubernetes",
    line: /\b(?:token|password|client-key-data):/,
  },
  {
    path: /\/(?:\.docker\/config|containers\/auth|ostree\/auth)\.json$/,
    what: "passwords for registries",
    line: /"auth"\s*:\s*"[^"]/,
  },
  { path: /\/\.git-credentials$/, what: "passwords for git" },
  { path: /\/\.config\/gh\/hosts\.yml$/, what: "a token of GitHub", line: /oauth_token/ },
  { path: /\/\.npmrc$/, what: "a token for npm", line: /_(?:authToken|password|auth)\s*=\s*[^\s$]/ },
  { path: /\/\.pypirc$/, what: "a password for PyPI", line: /^\s*password\s*[:=]\s*\S/ },
  { path: /\/\.cargo\/credentials(?:\.toml)?$/, what: "a token for crates.io" },
  { path: /\/\.pgpass$/, what: "passwords for PostgreSQL" },
  { path: /\/\.my\.cnf$/, what: "a password for MySQL", line: /^\s*password\s*=\s*\S/ },
  { path: /\/\.vault-token$/, what: "a token of Vault" },
  { path: /\/\.gnupg\/(?:private-keys-v1\.d\/[^/]+\.key|secring\.gpg)$/, what: "a private key of GnuPG" },
  { path: /\/\.(?:htpasswd|s3cfg|boto)$/, what: "passwords" },
  {
    path: /\/etc\/NetworkManager\/system-connections\/[^/]+$/,
    what: "a password of a network",
    line: /^\s*(?:psk|password|leap-password|wep-key\d?|private-key-password)\s*=\s*\S/,
  },
  {
    path: /\/etc\/wpa_supplicant\/[^/]+\.conf$/,
    what: "a password of a network",
    line: /^\s*(?:psk|password)\s*=\s*\S/,
  },
  {
    path: /\/etc\/wireguard\/[^/]+\.conf$/,
    what: "a private key of WireGuard",
    line: /^\s*PrivateKey\s*=\s*\S/,
  },
  { path: /^\/run\/secrets\/.+$/, what: "a secret of the build" },
];

const candidate = new RegExp(kinds.map(({ path }) => `(?:${path.source})`).join("|"));
/** What is published cannot be secret: documentation, and test data of libraries. */
const published =
  /^\/usr\/share\/(?:doc|man)\/|\/lib\/python[0-9.]+\/(?:test|(?:dist|site)-packages\/(?:[^/]+\/)*tests?)\//;

export const secretFile: LintRule = {
  name: "secret-file",
  level: "error",
  summary: "no private keys, passwords and tokens in files known for them",
  why: "Whoever can pull the image has the secret, also when a later layer removes it. It must count as known.",
  remedy:
    "Take the file out of all layers and replace the secret. Give secrets to a build by mounts (podman build --secret) and to machines when they are installed.",
  reads: new RegExp(`${candidate.source}|${dpkgStatusFiles.source}|${dpkgLists.source}`),
  readsAtMost: 8 * 1024 * 1024,
  *check({ tree, dpkg, image }) {
    // What a package ships is the same for everyone; configuration was perhaps filled in.
    const isPublished = (path: string) =>
      published.test(path) || (dpkg.owns(path) && !path.startsWith("/etc/"));
    for (const entry of tree.walk()) {
      const what = secretIn(entry);
      if (what !== undefined && !isPublished(entry.path))
        yield { path: entry.path, message: `holds ${what}` };
    }
    for (const { entry, layer } of image?.hidden ?? []) {
      const what = secretIn(entry);
      if (what === undefined || isPublished(entry.path)) continue;
      yield {
        path: entry.path,
        message: `of layer ${layer} holds ${what}, and stays in the image although a later layer hides it`,
      };
    }
  },
};

function secretIn(entry: LintEntry): string | undefined {
  const { path, type, size } = entry;
  if (type !== "file" || size === 0 || !candidate.test(path)) return undefined;
  return kinds.find((kind) => kind.path.test(path) && holds(entry, kind))?.what;
}

const lineLimit = 4096;

/** A file too large to be read is judged by its name. */
function holds({ content }: LintEntry, { line }: SecretKind): boolean {
  if (line === undefined || content === undefined) return true;
  const lines = content.toString("latin1").split("\n");
  return lines.some((text) => line.test(text.slice(0, lineLimit)));
}
