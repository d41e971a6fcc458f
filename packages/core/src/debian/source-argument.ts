import * as z from "zod";
import type { TextFault } from "../document/text-schema.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import { parseVersion, versionRule } from "../version/debian-version.ts";
import { isSourceName, sourceNameRule } from "./source-name.ts";

/** In the words in which it was given: for messages, and to tell the packages of a chain apart. */
const given = z.string();

/** Describes a source package to build, by where it comes from. */
export const sourceArgumentSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dsc"), given, path: z.string() }),
  /** An unpacked source tree with `debian/` in it. */
  z.strictObject({ kind: z.literal("directory"), given, path: z.string() }),
  /**
   * `ref` is a branch, a tag or a commit; the repository's own HEAD when absent. `subdirectory` has the `debian/`; the top
   * of the repository when absent.
   */
  z.strictObject({
    kind: z.literal("git"),
    given,
    url: z.string(),
    ref: z.string().exactOptional(),
    subdirectory: z.string().exactOptional(),
  }),
  /** A source package of the chroot's archive; the newest version when none is named. */
  z.strictObject({
    kind: z.literal("archive"),
    given,
    name: z.string(),
    version: z.string().exactOptional(),
  }),
]);
export type SourceArgument = z.infer<typeof sourceArgumentSchema>;

export const sourceArgumentRule =
  "the path of a .dsc, a directory (./name), a git URL with an optional #ref or #ref:directory, or name[=version] of the archive";

/** Returns the path that a source package has on this machine; undefined if it comes from elsewhere. */
export function pathOfSource(source: SourceArgument): string | undefined {
  return source.kind === "dsc" || source.kind === "directory" ? source.path : undefined;
}

/** Reads a source package as people name it. Throws `usage`. */
export function classifySource(text: string): SourceArgument {
  const source = readSourceArgument(text);
  if (!("message" in source)) return source;
  const { message, hint } = source;
  throw new DebootcError("usage", `${quoted(text)}: ${message}; allowed: ${sourceArgumentRule}`, {
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * Tells by its form alone what an argument names; nothing is looked up. A bare word is a package of the archive: a
 * directory needs a slash, so that a directory which happens to be there never changes what is built.
 */
export function readSourceArgument(text: string): SourceArgument | TextFault {
  // oxlint-disable-next-line no-control-regex
  if (text === "" || /[\u0000-\u001f\u007f]/.test(text))
    return fault("this does not name a source package", "Give one argument for each source package.");
  if (text.startsWith("-"))
    return fault("this is not an option of debootc", `For a file of this name write ./${text}.`);
  const scheme = /^(?:git\+)?([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined) return gitSource(text, text.replace(/^git\+/, ""), scheme);
  if (/^[\w.-]+@[\w.-]+:(?!\/\/)/.test(text)) {
    const [, user, host, path] = /^([\w.-]+)@([\w.-]+):\/?(.*)$/.exec(text) ?? [];
    return gitSource(text, `ssh://${user}@${host}/${path}`, "ssh");
  }
  if (/^[A-Za-z]+::/.test(text))
    return fault(
      "git's remote helpers run programs, so debootc does not use them",
      "Give the URL of a repository.",
    );
  if (text.endsWith(".dsc")) return { kind: "dsc", given: text, path: text };
  if (/\.(?:changes|buildinfo|deb|udeb|tar\.\w+)$/.test(text))
    return fault("this is not a source package", "Name the .dsc; its files must be next to it.");
  if (text === "." || text === ".." || text.includes("/")) {
    if (
      /^[a-z0-9][a-z0-9+.-]+\/(?:sid|trixie|bookworm|forky|stable|testing|unstable|experimental)$/.test(text)
    )
      return fault(
        "the suite does not go after the name of the package",
        "Give the suite with --suite; for a directory write ./ before it.",
      );
    return { kind: "directory", given: text, path: text };
  }
  return archiveSource(text);
}

function fault(message: string, hint: string): TextFault {
  return { message, allowed: sourceArgumentRule, hint };
}

const gitProtocols = ["https", "http", "ssh", "git", "file"];

function gitSource(text: string, address: string, scheme: string): SourceArgument | TextFault {
  if (!gitProtocols.includes(scheme))
    return fault(
      `debootc does not fetch from ${scheme}://`,
      `Use one of ${gitProtocols.map((one) => `${one}://`).join(", ")}.`,
    );
  const hash = address.indexOf("#");
  const url = hash === -1 ? address : address.slice(0, hash);
  const { ref, subdirectory } = hash === -1 ? {} : partsOfFragment(address.slice(hash + 1));
  if (!URL.canParse(url) || /\s/.test(url))
    return fault("this is not a URL", "Write it as https://example.org/name.git#ref.");
  const { username, password, hostname } = new URL(url);
  if (password !== "" || (username !== "" && scheme !== "ssh"))
    return fault(
      "the URL contains a user name or a password",
      "Every process of the machine can read arguments: use ssh and its agent, or ~/.netrc.",
    );
  const user = decoded(username);
  if (user === undefined)
    return fault(`${quoted(username)} is not a user name`, "Write the user as ssh takes it.");
  // git would hand it to ssh as an option.
  if (user.startsWith("-") || hostname.startsWith("-"))
    return fault("a host or a user cannot begin with a dash", "Check the host of the repository.");
  if (url.endsWith(".dsc"))
    return fault("debootc does not fetch a .dsc by its URL", "Fetch it with its files first: dget URL");
  if (ref !== undefined && !isRef(ref))
    return fault(
      `${quoted(ref)} is not a git ref`,
      "Name a branch, a tag or a commit after the #, as in #debian/1.2-3.",
    );
  if (subdirectory !== undefined && !isPlainPath(subdirectory))
    return fault(
      `${quoted(subdirectory)} is not a directory of a repository`,
      "After the #ref: goes a path from the top of the repository, as in #main:packages/tool.",
    );
  return {
    kind: "git",
    given: text,
    url,
    ...(ref === undefined ? {} : { ref }),
    ...(subdirectory === undefined ? {} : { subdirectory }),
  };
}

/** No ref can have a colon, so the first one ends it; an empty one before it stands for HEAD. */
function partsOfFragment(text: string): { readonly ref?: string; readonly subdirectory?: string } {
  const colon = text.indexOf(":");
  if (colon === -1) return { ref: text };
  const [ref, subdirectory] = [text.slice(0, colon), text.slice(colon + 1).replace(/\/$/, "")];
  return { ...(ref === "" ? {} : { ref }), subdirectory };
}

function isPlainPath(path: string): boolean {
  return path.split("/").every((name) => !["", ".", "..", ".git"].includes(name));
}

/** Undefined for a text that is not escaped as URLs are. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** git-check-ref-format(1), one level being enough; without what git takes for an expression or an option. */
function isRef(ref: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (
    ref === "" ||
    ref.length > 250 ||
    /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\./.test(ref)
  )
    return false;
  return !ref.split("/").some((part) => part.endsWith(".lock")) && ref !== "@";
}

function archiveSource(text: string): SourceArgument | TextFault {
  const [name = "", version, ...rest] = text.split("=");
  if (!isSourceName(name) || rest.length > 0)
    return fault(
      `${quoted(name)} is not the name of a source package (${sourceNameRule})`,
      /[A-Z_]/.test(name)
        ? `For a file or a directory write ./${text}.`
        : "Look the name up with `apt-cache showsrc`.",
    );
  if (version === undefined) return { kind: "archive", given: text, name };
  if (parseVersion(version) === undefined)
    return fault(`${quoted(version)} is not a version`, `A version is ${versionRule}.`);
  return { kind: "archive", given: text, name, version };
}
