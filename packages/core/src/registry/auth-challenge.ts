/** Says how a registry wants to be asked: what its WWW-Authenticate header demands. */
export type AuthChallenge =
  | { readonly scheme: "basic" }
  /** `realm` is where a token is to be had (distribution's token specification). */
  | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string };

const parameter = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** Reads a WWW-Authenticate header; a token is preferred where both schemes are offered. Undefined for other schemes. */
export function parseAuthChallenge(header: string): AuthChallenge | undefined {
  const bearer = /(?:^|,)\s*bearer\s+(.*)$/i.exec(header)?.[1];
  if (bearer !== undefined) {
    const found = new Map<string, string>();
    for (const [, key = "", quotedValue, plain = ""] of bearer.matchAll(parameter)) {
      // The parameters of another scheme follow those of this one.
      if (!found.has(key.toLowerCase()))
        found.set(key.toLowerCase(), quotedValue?.replaceAll(/\\(.)/g, "$1") ?? plain);
    }
    const [realm, service, scope] = ["realm", "service", "scope"].map((key) => found.get(key));
    if (realm === undefined || !/^https?:\/\//.test(realm) || !URL.canParse(realm)) return undefined;
    return {
      scheme: "bearer",
      realm,
      ...(service === undefined ? {} : { service }),
      ...(scope === undefined ? {} : { scope }),
    };
  }
  return /(?:^|,)\s*basic(?:\s|$)/i.test(header) ? { scheme: "basic" } : undefined;
}
