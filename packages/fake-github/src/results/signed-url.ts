import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Says what an address with a signature allows, until when, and how its answer is described. */
export interface Grant {
  readonly permission: "read" | "write";
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** Makes and judges addresses that whoever has them may use for a while, as Azure's shared access signatures. */
export interface UrlSigner {
  /** Returns the query that grants something at a path. */
  readonly sign: (path: string, grant: Grant) => string;
  /** Returns what a query grants at a path; undefined if it grants nothing any more, or never did. */
  readonly read: (path: string, query: URLSearchParams, now: number) => Grant | undefined;
}

/** Names the parameters as Azure does: expiry, permissions, the headers of the answer. */
const signed = ["se", "sp", "rscd", "rsct"];

/** Returns a signer with a key of its own. */
export function urlSigner(key: Buffer = randomBytes(32)): UrlSigner {
  // Azure's signatures are base64 and end in "=", which some clients and servers do not get right.
  const signature = (path: string, query: URLSearchParams) =>
    createHmac("sha256", key)
      .update([path, ...signed.map((name) => query.get(name) ?? "")].join("\n"))
      .digest("base64");
  return {
    sign: (path, { permission, expiresAt, fileName, contentType }) => {
      const query = new URLSearchParams({
        se: new Date(expiresAt).toISOString(),
        sp: permission === "read" ? "r" : "cw",
      });
      if (fileName !== undefined) query.set("rscd", `attachment; filename="${fileName}"`);
      if (contentType !== undefined) query.set("rsct", contentType);
      query.set("sig", signature(path, query));
      return query.toString();
    },
    read: (path, query, now) => {
      const [given, right] = [query.get("sig") ?? "", signature(path, query)].map((text) =>
        Buffer.from(text),
      );
      const expiresAt = Date.parse(query.get("se") ?? "");
      if (given === undefined || right === undefined || given.length !== right.length) return undefined;
      if (!timingSafeEqual(given, right) || !(now < expiresAt)) return undefined;
      return { permission: query.get("sp") === "r" ? "read" : "write", expiresAt };
    },
  };
}
