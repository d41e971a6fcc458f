import * as z from "zod";
import { snapshotFaults, snapshotWord } from "../../../debian/snapshot.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { givenValues, type Layer, mergedValue } from "../../layer/layer.ts";
import { singleKey } from "../../layer/single-key.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";
import { mirror } from "./mirror.ts";
import { sources } from "./sources.ts";

export const snapshot = singleKey({
  name: "snapshot",
  schema: textSchema(snapshotFaults, {
    description:
      "Take packages as they were at this time (UTC): it takes the place of `@SNAPSHOTID@` in the addresses of the mirror and of sources.",
    absent: "packages as they are now",
    pattern: "^\\d{8}T\\d{6}Z$",
    examples: ["20260901T000000Z"],
  }),
  field: "snapshot",
  /** Takes the place of `@SNAPSHOTID@` in addresses: `20260901T000000Z`. */
  record: z.string().optional(),
  check: checkSnapshot,
});

/** A snapshot and the addresses that it is taken from belong together, whichever file has them. */
function checkSnapshot(layer: Layer, { problems }: MergedContext): void {
  const time = mergedValue(layer, snapshot.slot);
  const base = mergedValue(layer, mirror.slot);
  const others = givenValues(layer, sources.slot);
  const addresses = [
    ...(base === undefined ? [] : [base]),
    ...others.map((entry) => ({
      ...entry,
      value: [entry.value.uris ?? []].flat().join(" "),
      path: [...entry.path, "uris"],
    })),
  ];
  const named = addresses.filter(({ value }) => value.includes(snapshotWord));
  if (time === undefined) {
    for (const { file, path } of named) {
      const message = `${snapshotWord} is the place of a snapshot's time, but no snapshot is given`;
      problems.add(file, [
        { path, message, hint: "Add `snapshot: 20260901T000000Z`, the time that is meant." },
      ]);
    }
    return;
  }
  // Without a mirror of the treefile it is the user's, which is looked at when packages are fetched.
  const ownsBase = others.some(({ value: { id } }) => id === "debian");
  if (base !== undefined && !ownsBase && !named.includes(base)) {
    const message = `the address has no ${snapshotWord}, so no snapshot can be taken from it`;
    const hint = `Write it in place of the time: \`https://snapshot.example.org/archive/debian/${snapshotWord}\`.`;
    problems.add(base.file, [{ path: base.path, given: quoted(base.value), message, hint }]);
    return;
  }
  if (named.length > 0 || (base === undefined && !ownsBase)) return;
  const message = `no source has ${snapshotWord} in its address, so nothing is taken from this snapshot`;
  const hint = `Write ${snapshotWord} into \`uris\` of the source, in place of the time.`;
  problems.add(time.file, [{ path: time.path, message, hint }]);
}
