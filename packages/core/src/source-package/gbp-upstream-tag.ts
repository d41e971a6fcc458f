/**
 * Returns the tag that debian/gbp.conf gives an upstream version by `upstream-tag` (gbp.conf(5)); undefined if it gives
 * none that git would take.
 */
export function gbpUpstreamTag(text: string, upstream: string): string | undefined {
  const format = formatIn(text);
  if (format === undefined) return undefined;
  const tag = format.replace(
    /%\((h?version)(?:%(\\?.)%(\\?.)?)?\)s/g,
    (_all, name: string, from?: string, to = "") => {
      const replaced = from === undefined ? upstream : upstream.replaceAll(plain(from), plain(to));
      const version = tagName(replaced);
      return name === "hversion" ? version.replaceAll(".", "-") : version;
    },
  );
  // oxlint-disable-next-line no-control-regex
  return tag === "" || /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$/.test(tag) ? undefined : tag;
}

/** Escapes in a version what git-check-ref-format(1) forbids, as git-buildpackage does (DEP-14). */
export function tagName(version: string): string {
  return version
    .replaceAll("~", "_")
    .replaceAll(":", "%")
    .replace(/\.(?=\.|$|lock$)/g, ".#");
}

/** A section of one command counts more than the one for all. */
function formatIn(text: string): string | undefined {
  const found = new Map<string, string>();
  let section = "";
  for (const line of text.split("\n")) {
    section = /^\[(.+)\]\s*$/.exec(line)?.[1] ?? section;
    const value = /^upstream-tag\s*[=:]\s*(.*?)\s*$/.exec(line)?.[1];
    if (value !== undefined) found.set(section, value.replace(/^(['"])(.*)\1$/, "$2"));
  }
  return found.get("buildpackage") ?? found.get("DEFAULT");
}

function plain(character: string): string {
  return character.replace(/^\\/, "");
}
