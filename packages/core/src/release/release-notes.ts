import { diffPackages } from "../diff/diff-packages.ts";
import { packageTable } from "../diff/package-table.ts";
import type { Digest } from "../record/digest.ts";
import { formatBytes } from "../text/amount.ts";
import { code, folded, table } from "../text/markdown.ts";
import { shellWord } from "../text/shell-word.ts";
import type { ReleaseFile } from "./release-file.ts";
import { markerText } from "./release-marker.ts";
import type { ReleasePackages } from "./release-packages.ts";

/** Holds what the notes of a release tell. */
export interface DescribedRelease {
  readonly repository: string;
  readonly run: number;
  readonly tag: string;
  readonly composeId: string;
  readonly sha: string;
  readonly legs: readonly DescribedLeg[];
  /** Steps and legs that failed and that the release does without. */
  readonly missing: readonly string[];
  readonly files: readonly ReleaseFile[];
  readonly packages: ReleasePackages;
  readonly previous: { readonly tag: string; readonly packages: ReleasePackages } | undefined;
  /** The digest of the list of checksums. */
  readonly digest: Digest;
}

/** Is a leg as the notes show it. */
export interface DescribedLeg {
  /** `server/amd64` */
  readonly name: string;
  readonly treeVersion: string;
  readonly checksum: string;
  readonly manifestDigest: Digest;
  /** What the image is called in its archive, where its SBOMs are beside it. */
  readonly tag: string;
}

/** GitHub takes 125,000 characters of notes; some are left for what comes after the changes. */
const mostCharacters = 100_000;

/** Returns the notes of a release in Markdown. Equal releases have equal notes. */
export function releaseNotes(release: DescribedRelease): string {
  const { legs, missing, digest, run, composeId, sha } = release;
  const head = [
    `Compose ${code(composeId)} of commit ${code(sha)}.`,
    ...(missing.length === 0
      ? []
      : ["", `Not in this release: ${missing.map((one) => code(one)).join(", ")}.`]),
  ];
  const after = [
    "",
    "## Images",
    "",
    ...table(
      ["leg", "version", "ostree commit", "image manifest"],
      legs.map((leg) =>
        [leg.name, leg.treeVersion, leg.checksum, leg.manifestDigest].map((one) => code(one)),
      ),
    ),
    ...installation(release),
    ...checksums(release),
    "",
    `The digest of this release, that of its ${code("SHA256SUMS")}, is ${code(digest)}.`,
    "",
    markerText({ run, composeId, digest }),
    "",
  ];
  return [...head, ...changes(release), ...after].join("\n");
}

function changes({ packages, previous }: DescribedRelease): string[] {
  if (previous === undefined) return ["", "## Packages", "", "This is the first release of debootc here."];
  const lines = ["", `## Package changes since ${code(previous.tag)}`];
  let length = 0;
  for (const [leg, current] of Object.entries(packages)) {
    const before = previous.packages[leg];
    lines.push("", `### ${leg}`);
    if (before === undefined) {
      lines.push("", `New, with ${current.length} packages.`);
      continue;
    }
    const rows = packageTable(diffPackages(before, current));
    length += rows.join("\n").length;
    if (rows.length === 0) lines.push("", "No package changed.");
    else if (length > mostCharacters)
      lines.push("", "The changes are too many to list; `debootc diff` shows them.");
    else lines.push(...rows);
  }
  return lines;
}

function installation({ repository, tag, files, legs }: DescribedRelease): string[] {
  // An artifact says it, so that it may be anything.
  const name = legs.find(({ tag: of }) => /^\w[\w.-]{0,127}$/.test(of))?.tag ?? "latest";
  const layout = files.find(({ name }) => name.endsWith(".oci.tar"));
  const divided = files.filter(({ parts }) => parts.length > 0);
  return [
    "",
    "## Installing",
    "",
    "```sh",
    `gh release download ${shellWord(tag)} --repo ${shellWord(repository)}`,
    ...divided.map(({ name }) => `cat ${name}.part-* >${name}`),
    "sha256sum --check --ignore-missing SHA256SUMS",
    ...(layout === undefined
      ? []
      : [`bootc switch --transport oci-archive ${shellWord(`${layout.name}:${name}`)}`]),
    "```",
    ...ostreeHosts(files),
  ];
}

const pageOfUpdates =
  "https://github.com/debootc/compose/blob/v1/docs/updates.md#how-does-a-host-upgrade-from-a-release";

function ostreeHosts(files: readonly ReleaseFile[]): string[] {
  const repositories = files.filter(({ name }) => name.endsWith(".ostree.tar")).slice(0, mostFiles);
  if (repositories.length === 0) return [];
  const names = repositories.map(({ name }) => code(name)).join(", ");
  return ["", `A host that follows an ostree remote [upgrades from](${pageOfUpdates}) ${names}.`];
}

/** So many files have a place in the notes; `SHA256SUMS` has all of them. */
const mostFiles = 100;

function checksums({ files }: DescribedRelease): string[] {
  if (files.length > mostFiles) return [];
  const rows = files.map(({ name, size, digest, parts }) => [
    code(name),
    `${formatBytes(size)}${parts.length === 0 ? "" : `, ${parts.length} parts`}`,
    code(digest),
  ]);
  return ["", ...folded("Digests of the files", table(["file", "size", "digest"], rows))];
}
