import { directoryUri, isRelativeDirectory } from "../../../debian/archive-uri.ts";
import type { Entry } from "../../../document/entry.ts";
import { isKeyBlock, keyFileFault } from "../../../openpgp/openpgp-key.ts";
import { quoted } from "../../../text/quoted.ts";
import { isUnreadable, type ReadFile } from "../../../document/read-file.ts";
import { words } from "../../../debian/package-name.ts";
import type { ProblemList } from "../../../document/problem-list.ts";
import { besideFile } from "../../../document/relative-path.ts";
import type { PackageSource, SourceInput } from "./package-source.ts";

/** Resolves a source: makes its paths absolute and reads its key. Reports a key that is missing or is no key. */
export function resolveSource(
  entry: Entry<SourceInput>,
  read: ReadFile,
  problems: ProblemList,
): PackageSource {
  const { value: source, file } = entry;
  const signedBy = source["signed-by"];
  return {
    id: source.id,
    uris: list(source.uris ?? []).map((uri) =>
      isRelativeDirectory(uri) ? directoryUri(besideFile(file.path, uri)) : uri,
    ),
    suites: list(source.suites),
    components: list(source.components ?? []),
    ...(source.architectures === undefined ? {} : { architectures: list(source.architectures) }),
    ...(signedBy === undefined ? {} : { signedBy: signingKey(entry, signedBy, read, problems) }),
    checkValidUntil: source["check-valid-until"] ?? true,
    trusted: source.trusted ?? false,
  };
}

function list(given: string | readonly string[]): string[] {
  return [...new Set(typeof given === "string" ? words(given) : given.flatMap(words))];
}

function signingKey(
  { file, path }: Entry<SourceInput>,
  signedBy: string,
  read: ReadFile,
  problems: ProblemList,
): string {
  if (isKeyBlock(signedBy)) return signedBy;
  const key = besideFile(file.path, signedBy);
  const content = read(key);
  const fault = isUnreadable(content)
    ? { message: `the key file ${content.why}`, hint: content.hint ?? `It is looked for at ${key}.` }
    : keyFileFault(content);
  if (fault !== undefined)
    problems.add(file, [{ ...fault, path: [...path, "signed-by"], given: quoted(signedBy) }]);
  return key;
}
