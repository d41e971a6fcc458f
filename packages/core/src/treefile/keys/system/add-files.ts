import { posix } from "node:path";
import * as z from "zod";
import { elsewhere } from "../../../document/document-file.ts";
import type { Entry } from "../../../document/entry.ts";
import { nodeAt, type Path } from "../../../document/position-map.ts";
import { ownFileFaults } from "../../../document/relative-path.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { givenValues, type Layer, mergedValue, mergedValues } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { ownFile, type OwnFileKind, ownFileKind, ownFileSchema } from "../../layer/own-file.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";
import {
  addedAttributesOf,
  addedAttributesSchema,
  attributesInput,
  type WrittenAttributes,
} from "./added-attributes.ts";
import { destinationFaults, localDestinationFault, nameFault } from "./image-path.ts";
import { machineIdCompat } from "./machineid-compat.ts";
import { optUsrlocal } from "./opt-usrlocal.ts";

const sourceSchema = textSchema(ownFileFaults, {
  description: "File or directory, relative to this treefile and below its directory.",
  examples: ["files/motd"],
});
const destinationSchema = textSchema(destinationFaults, {
  description:
    "Where it goes in the image: below /usr or /etc, and with `opt-usrlocal: root` also below /opt.",
  examples: ["/etc/motd"],
});

/** A file to add, as an entry of the treefile gives it. */
interface Addition extends WrittenAttributes {
  readonly source: string;
  readonly target: string;
}

export const addFiles = listKey({
  name: "add-files",
  schema: z
    .array(
      z.union([
        z.tuple([sourceSchema, destinationSchema]),
        z.strictObject({
          source: sourceSchema,
          destination: destinationSchema,
          ...attributesInput,
        }),
      ]),
    )
    .meta({
      description:
        "Files to copy into the image: pairs of source and destination, or maps that also say `mode`, `owner` and `group`. Of the modes of their sources counts what git keeps: whether a file can be run.",
      examples: [[["files/motd", "/etc/motd"]]],
    }),
  parse: additionOf,
  rule: "append",
  check: (layer, context) => {
    refuseClosedPlaces(layer, context);
    refuseUnusableFiles(layer, context);
  },
  field: "addFiles",
  record: ownFileSchema.extend({
    /** Absolute path in the image. */
    target: z.string(),
    ...addedAttributesSchema.shape,
  }),
  resolve: (entry) => {
    const { source, target, ...attributes } = entry.value;
    return { ...ownFile(entry, source), target, ...addedAttributesOf(attributes) };
  },
});

/** Describes a file of the image that the treefile adds, perhaps by the directory that it is in. */
export interface AddedPath {
  readonly target: string;
  /** Absolute path on the building machine. */
  readonly source: string;
  readonly entry: Entry<Addition>;
}

/** Yields what the treefile adds, with everything in directories; nothing when files are not looked for. */
export function* addedPaths(layer: Layer, { inspect }: MergedContext): Generator<AddedPath> {
  if (inspect === undefined) return;
  for (const entry of mergedValues(layer, addFiles.slot)) {
    const { source, beside } = ownFile(entry, entry.value.source);
    const { target } = entry.value;
    const below: string[] = [];
    const kind = inspect(source, beside, (path) => below.push(path));
    if (typeof kind !== "string") continue;
    yield { source, target, entry };
    for (const path of below)
      yield { source: posix.join(source, path), target: posix.join(target, path), entry };
  }
}

type Item =
  | readonly [source: string, destination: string]
  | (Omit<Addition, "target"> & { readonly destination: string });

function additionOf(item: Item): Addition {
  if ("destination" in item) {
    const { destination, ...rest } = item;
    return { ...rest, target: destination };
  }
  const [source, target] = item;
  return { source, target };
}

/** Some places are open only in some images: what other keys say about them counts, whichever file has those keys. */
function refuseClosedPlaces(layer: Layer, { problems }: MergedContext): void {
  const isLocalOpen = mergedValue(layer, optUsrlocal.slot)?.value === "root";
  const machineId = mergedValue(layer, machineIdCompat.slot);
  for (const entry of givenValues(layer, addFiles.slot)) {
    const { target } = entry.value;
    const [, path] = partsOfPair(entry);
    const local = isLocalOpen ? undefined : localDestinationFault(target);
    if (local !== undefined) problems.add(entry.file, [{ path, given: quoted(target), ...local }]);
    if (machineId?.value !== false || target !== "/etc/machine-id") continue;
    const place = elsewhere(entry.file, machineId.file, machineId.path);
    const message = `${target} is added here and left out by machineid-compat in ${place}`;
    problems.add(entry.file, [{ path, message, hint: "Remove one of the two." }]);
  }
}

/** Reports files that cannot be used, and those that cannot go where they are to. */
function refuseUnusableFiles(layer: Layer, context: MergedContext): void {
  const files: Entry<Addition>[] = [];
  for (const entry of givenValues(layer, addFiles.slot)) {
    const { source, target, mode } = entry.value;
    const [sourcePath, targetPath] = partsOfPair(entry);
    const below: string[] = [];
    const kind = ownFileKind(entry, source, sourcePath, context, (path) => below.push(path));
    for (const path of below) {
      const fault = nameFault(posix.join(target, path));
      if (fault === undefined) continue;
      const message = `${quoted(path)} in it cannot be added: ${fault.message}`;
      context.problems.add(entry.file, [{ path: sourcePath, given: quoted(source), ...fault, message }]);
      break;
    }
    if (kind === "link" && mode !== undefined) {
      const message = "a link has no mode of its own";
      const hint = "Remove `mode`, or give it to what the link leads to.";
      context.problems.add(entry.file, [
        { path: [...entry.path, "mode"], given: quoted(mode), message, hint },
      ]);
    }
    const fault = kind === undefined ? undefined : targetFault(entry, kind, files);
    if (fault !== undefined)
      context.problems.add(entry.file, [{ path: targetPath, given: quoted(target), ...fault }]);
    if (kind !== undefined && kind !== "directory") files.push(entry);
  }
}

/** Returns the paths of source and destination of an added file, which are written as a pair or as a map. */
function partsOfPair({ file, path }: Entry<unknown>): readonly [Path, Path] {
  const isMap = nodeAt(file.root, path)?.kind === "mapping";
  const [source, destination] = isMap ? ["source", "destination"] : [0, 1];
  return [
    [...path, source],
    [...path, destination],
  ];
}

const directories = [
  "/etc",
  "/usr",
  "/usr/bin",
  "/usr/lib",
  "/usr/sbin",
  "/usr/share",
  "/etc/systemd/system",
];

/** `files` are the single files that are added before. */
function targetFault(
  { value: { source, target }, file }: Entry<Addition>,
  kind: OwnFileKind,
  files: readonly Entry<Addition>[],
): TextFault | undefined {
  if (kind !== "directory" && directories.includes(target)) {
    const hint = `Write \`${posix.join(target, posix.basename(source))}\`.`;
    return { message: `a ${kind} cannot take the place of the directory ${target}`, hint };
  }
  const above = files.find(({ value }) => target.startsWith(`${value.target}/`));
  if (above !== undefined) {
    const message = `${above.value.target} is not a directory but a file, added in ${elsewhere(file, above.file, above.path)}`;
    return { message, hint: "Choose another place for one of the two." };
  }
  const same = files.find((other) => other.file.path === file.path && other.value.target === target);
  if (same === undefined || kind === "directory" || same.value.source === source) return undefined;
  const message = `another file goes to ${target} by ${elsewhere(file, same.file, same.path)}`;
  return { message, hint: "Remove one of the two." };
}
