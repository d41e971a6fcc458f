import { quoted } from "../text/quoted.ts";
import { strangeCharacterHint } from "../document/strange-characters.ts";
import type { TextFault } from "../document/text-schema.ts";

export const archiveUriPattern = "^(https?://[^\\s/]|(file|copy):/)";

/** Rule for `mirror`: where apt can fetch an archive from, without secrets. */
export function mirrorFaults(text: string): readonly TextFault[] {
  const allowed = "one URI that begins with http://, https://, file:/ or copy:/";
  const fault = (message: string, hint: string) => [{ message, allowed, hint }];
  if (/\s/.test(text.trim())) return fault("more than one URI is given", "Name one mirror.");
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  if (scheme === undefined)
    return fault(`${quoted(text)} is not a URI`, "Write it as `https://example.org/debian`.");
  if (/^[^/]*\/\/[^/]*@/.test(text)) {
    return [
      {
        message: "the URI contains a user name or password",
        allowed: "a URI without credentials",
        hint: "Put them into apt's auth files: /etc/apt/auth.conf.d/NAME.conf, see apt_auth.conf(5).",
      },
    ];
  }
  if (/[^!-~]/.test(text)) {
    const hint =
      strangeCharacterHint(text) ?? "Write a host in Punycode (`xn--...`) and other characters as %XX.";
    return fault(`${quoted(text)} is not in ASCII`, hint);
  }
  if (text.split("/").includes("..")) return fault(`${quoted(text)} contains \`..\``, "Write the path out.");
  if (/[?#]/.test(text))
    return fault(`${quoted(text)} has a query or a fragment`, "apt adds paths to it: leave those away.");
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return [];
  if (/^(?:file|copy):(?:\/\/)?\/[^/]/.test(text)) return [];
  if (scheme === "file" || scheme === "copy") {
    return fault(`${quoted(text)} has no absolute path`, `Write \`${scheme}:/srv/debian\`.`);
  }
  return fault(`${quoted(text)} cannot be used as an archive`, "Write it as `https://example.org/debian`.");
}

/** Rule for `uris` of a source: URIs as for `mirror`, and directories relative to the treefile. */
export function sourceUriFaults(text: string): readonly TextFault[] {
  if (isRelativeDirectory(text)) return [];
  const allowed = "http://, https://, file:/ or copy:/ and a path, or a directory such as `./repository`";
  return mirrorFaults(text).map((fault) => ({
    ...fault,
    allowed,
    hint: directoryHint(text) ?? fault.hint ?? "",
  }));
}

function directoryHint(text: string): string | undefined {
  if (text.startsWith("/")) return `For a directory of this machine write \`file:${text}\`.`;
  return /^[\w.-]+$/.test(text) ? `For a directory beside the treefile write \`./${text}\`.` : undefined;
}

/** A directory beside the treefile, as `uris` may name one. */
export function isRelativeDirectory(text: string): boolean {
  return text === "." || text === ".." || text.startsWith("./") || text.startsWith("../");
}

/** A directory as apt names it. */
export function directoryUri(path: string): string {
  return `file:${path.replace(/[%\s]/g, (character) => encodeURIComponent(character))}`;
}
