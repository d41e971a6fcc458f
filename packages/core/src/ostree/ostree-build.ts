/** What an ostree says of itself. */
export interface OstreeBuild {
  /** Such as `2025.2`. */
  readonly version: string;
  /** What it was built with, in configure.ac's words: `gpgme`, `sign-ed25519`, `composefs`. */
  readonly features: ReadonlySet<string>;
}

/** The answer of `ostree --version`; undefined for another text. */
export function parseOstreeBuild(text: string): OstreeBuild | undefined {
  const version = /^ *Version: '([^']+)'$/m.exec(text)?.[1];
  if (version === undefined) return undefined;
  const features = [...text.matchAll(/^ +- (\S+)$/gm)].map(([, feature = ""]) => feature);
  return { version, features: new Set(features) };
}
