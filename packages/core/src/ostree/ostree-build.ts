/** Describes what ostree reports about itself. */
export interface OstreeBuild {
  /** For example `2025.2`. */
  readonly version: string;
  /** What it was built with, named as in configure.ac: `gpgme`, `sign-ed25519`, `composefs`. */
  readonly features: ReadonlySet<string>;
}

/** Parses the output of `ostree --version`; returns undefined for any other text. */
export function parseOstreeBuild(text: string): OstreeBuild | undefined {
  const version = /^ *Version: '([^']+)'$/m.exec(text)?.[1];
  if (version === undefined) return undefined;
  const features = [...text.matchAll(/^ +- (\S+)$/gm)].map(([, feature = ""]) => feature);
  return { version, features: new Set(features) };
}
