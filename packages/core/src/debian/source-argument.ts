import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import { parseVersion, versionRule } from "../version/debian-version.ts";
import { isSourceName, sourceNameRule } from "./source-name.ts";

/** What an argument of the command line names. */
export type SourceArgument =
  | { readonly kind: "dsc"; readonly path: string }
  /** An unpacked source tree with `debian/` in it. */
  | { readonly kind: "directory"; readonly path: string }
  /** `ref` is a branch, a tag or a commit; the repository's own HEAD when absent. */
  | { readonly kind: "git"; readonly url: string; readonly ref?: string }
  /** A source package of the chroot's archive; the newest version when none is named. */
  | { readonly kind: "archive"; readonly name: string; readonly version?: string };

export const sourceArgumentRule =
  "the path of a .dsc, a directory (./name), a git URL with an optional #ref, or name[=version] of the archive";

const gitProtocols = ["https", "http", "ssh", "git", "file"];

/**
 * Says by its form alone what an argument names; nothing is looked up. A bare word is a package of the archive: a
 * directory needs a slash, so that a directory which happens to be there never changes what is built. Throws `usage`.
 */
export function classifySource(argument: string): SourceArgument {
  const refuse = (message: string, hint: string): never => {
    throw new DebootcError("usage", `${quoted(argument)}: ${message}; allowed: ${sourceArgumentRule}`, {
      hint,
    });
  };
  // oxlint-disable-next-line no-control-regex
  if (argument === "" || /[\u0000-\u001f\u007f]/.test(argument))
    return refuse("this names no source package", "Give one argument for each source package.");
  if (argument.startsWith("-"))
    return refuse("this is no option of debootc", `For a file of this name write ./${argument}.`);
  const scheme = /^(?:git\+)?([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(argument)?.[1]?.toLowerCase();
  if (scheme !== undefined) return gitSource(argument.replace(/^git\+/, ""), scheme, refuse);
  if (/^[\w.-]+@[\w.-]+:(?!\/\/)/.test(argument)) {
    const [, user, host, path] = /^([\w.-]+)@([\w.-]+):\/?(.*)$/.exec(argument) ?? [];
    return gitSource(`ssh://${user}@${host}/${path}`, "ssh", refuse);
  }
  if (/^[A-Za-z]+::/.test(argument))
    return refuse("remote helpers of git run programs and are not used", "Give the address of a repository.");
  if (argument.endsWith(".dsc")) return { kind: "dsc", path: argument };
  if (/\.(?:changes|buildinfo|deb|udeb|tar\.\w+)$/.test(argument))
    return refuse("this is no source package", "Name the .dsc, whose files stand beside it.");
  if (argument === "." || argument === ".." || argument.includes("/")) {
    if (
      /^[a-z0-9][a-z0-9+.-]+\/(?:sid|trixie|bookworm|forky|stable|testing|unstable|experimental)$/.test(
        argument,
      )
    )
      return refuse(
        "a package is not followed by its suite",
        "Name the suite by --suite; for a directory write ./ before it.",
      );
    return { kind: "directory", path: argument };
  }
  return archiveSource(argument, refuse);
}

type Refuse = (message: string, hint: string) => never;

function gitSource(address: string, scheme: string, refuse: Refuse): SourceArgument {
  if (!gitProtocols.includes(scheme))
    return refuse(
      `git is not asked by ${scheme}://`,
      `Use one of ${gitProtocols.map((one) => `${one}://`).join(", ")}.`,
    );
  const hash = address.indexOf("#");
  const url = hash === -1 ? address : address.slice(0, hash);
  const ref = hash === -1 ? undefined : address.slice(hash + 1);
  if (!URL.canParse(url) || /\s/.test(url))
    return refuse("this is no URL", "Write it as https://example.org/name.git#ref.");
  const { username, password, hostname } = new URL(url);
  if (password !== "" || (username !== "" && scheme !== "ssh"))
    return refuse(
      "the URL contains a user name or a password",
      "Arguments are seen by everybody: use ssh and its agent, or ~/.netrc.",
    );
  const user = decoded(username);
  if (user === undefined)
    return refuse(`${quoted(username)} is no user of a host`, "Write the user as ssh takes it.");
  // git would hand it to ssh as an option.
  if (user.startsWith("-") || hostname.startsWith("-"))
    return refuse("a host or a user does not begin with a dash", "Write the host of the repository.");
  if (url.endsWith(".dsc"))
    return refuse("a .dsc is not fetched by its URL", "Fetch it with its files first: dget URL");
  if (ref !== undefined && !isRef(ref))
    return refuse(
      `${quoted(ref)} is no ref of git`,
      "Name a branch, a tag or a commit after the #, as in #debian/1.2-3.",
    );
  return { kind: "git", url, ...(ref === undefined ? {} : { ref }) };
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

function archiveSource(argument: string, refuse: Refuse): SourceArgument {
  const [name = "", version, ...rest] = argument.split("=");
  if (!isSourceName(name) || rest.length > 0)
    return refuse(
      `${quoted(name)} is no name of a source package (${sourceNameRule})`,
      /[A-Z_]/.test(name)
        ? `For a file or a directory write ./${argument}.`
        : "Look the name up with `apt-cache showsrc`.",
    );
  if (version === undefined) return { kind: "archive", name };
  if (parseVersion(version) === undefined)
    return refuse(`${quoted(version)} is no version`, `A version is ${versionRule}.`);
  return { kind: "archive", name, version };
}
