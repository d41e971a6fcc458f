import type { Layer } from "./layer.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { quoted } from "../text/quoted.ts";
import { snapshotWord } from "../debian/snapshot.ts";

/** A snapshot and the addresses that it is to be taken from belong together, whichever file has them. */
export function checkSnapshot(
  { single, lists }: Pick<Layer, "single" | "lists">,
  problems: ProblemList,
): void {
  const { snapshot, mirror } = single;
  const addresses = [
    ...(mirror === undefined ? [] : [mirror]),
    ...lists.sources.map((entry) => ({
      ...entry,
      value: [entry.value.uris].flat().join(" "),
      path: [...entry.path, "uris"],
    })),
  ];
  const named = addresses.filter(({ value }) => value.includes(snapshotWord));
  if (snapshot === undefined) {
    for (const { file, path } of named) {
      const message = `${snapshotWord} stands for the time of a snapshot, and none is given`;
      problems.add(file, [
        { path, message, hint: "Add `snapshot: 20260901T000000Z`, the time that is meant." },
      ]);
    }
    return;
  }
  // Without a mirror of the treefile it is the user's, which is looked at when packages are fetched.
  const ownsBase = lists.sources.some(({ value: { id } }) => id === "debian");
  if (mirror !== undefined && !ownsBase && !named.includes(mirror)) {
    const message = `the address has no ${snapshotWord}, so no snapshot can be taken from it`;
    const hint = `Write it where the time stands: \`https://snapshot.example.org/archive/debian/${snapshotWord}\`.`;
    problems.add(mirror.file, [{ path: mirror.path, given: quoted(mirror.value), message, hint }]);
    return;
  }
  if (named.length > 0 || (mirror === undefined && !ownsBase)) return;
  const message = `no source has ${snapshotWord} in its address, so nothing is taken from this snapshot`;
  const hint = `Write ${snapshotWord} into \`uris\` of the source, where the time stands.`;
  problems.add(snapshot.file, [{ path: snapshot.path, message, hint }]);
}
