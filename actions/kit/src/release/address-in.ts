import { DebootcError } from "@debootc/core/error/debootc-error";
import { quoted } from "@debootc/core/text/quoted";

/**
 * Returns the address of a call: a path below that of the API, or a whole address that GitHub gave, such as the one for
 * uploads. The token of the job goes nowhere but to GitHub: throws `trust-refused` for the address of another host.
 */
export function addressIn(apiUrl: string, at: string): URL {
  const base = new URL(apiUrl);
  if (at.startsWith("/")) return new URL(apiUrl.replace(/\/+$/, "") + at);
  const url = URL.parse(at);
  const { host } = base;
  const hosts = [host, `uploads.${host}`, host.replace(/^api\./, "uploads.")];
  if (url?.protocol === base.protocol && url.username === "" && hosts.includes(url.host)) return url;
  throw new DebootcError(
    "trust-refused",
    `${host} names the address ${quoted((url?.origin ?? at).slice(0, 200))} for uploads, which is not its own`,
    { hint: "A server that stands between may have changed it: nothing was sent there." },
  );
}
