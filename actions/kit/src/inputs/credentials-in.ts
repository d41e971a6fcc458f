/** Returns the passwords in URLs of a text, as they are written and as they are meant, for the runner to mask. */
export function credentialsIn(text: string): readonly string[] {
  const secrets = [...text.matchAll(/:\/\/[^/\s"':@]*:([^/\s"'@]+)@/g)].map(([, secret = ""]) => secret);
  return [...new Set(secrets.flatMap((secret) => [secret, decoded(secret)]))];
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch {
    return secret;
  }
}
