import type * as z from "zod";
import { checkedValue } from "../document/checked-value.ts";
import { type DocumentFile, type Fault, placeOf, spelling } from "../document/document-file.ts";
import { type ProblemList, problemList } from "../document/problem-list.ts";
import { unknownKeyFault } from "../document/schema-faults.ts";
import { readYamlDocument } from "../document/yaml-document.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { countOf } from "../text/amount.ts";
import { quoted } from "../text/quoted.ts";
import { channelFaults } from "./channel-faults.ts";
import { type HubFile, hubFilePath } from "./hub-file.ts";
import { packageFaults } from "./package-faults.ts";
import { resolvedHubFile } from "./resolved-hub-file.ts";
import { hubFileSchema } from "./schema/hub-file-schema.ts";

/** Reads the bytes of `.github/debootc.yml`. Throws `hub-file-invalid` with a diagnostic for everything that is wrong in it. */
export function loadHubFile(bytes: Uint8Array, path = hubFilePath): HubFile {
  const problems = problemList();
  const document = readYamlDocument(bytes, { mayBeEmpty: true });
  const file: DocumentFile = { path, lined: document.lined, root: document.root, within: [] };
  for (const { offset, ...words } of document.faults) {
    problems.addDiagnostic({ ...placeOf(file, offset, "error"), ...words });
  }
  for (const [key, value] of Object.entries(document.value)) {
    problems.add(file, keyFaults(file, key, value));
  }
  const { on, channels } = document.value as { on?: { schedule?: unknown } | null; channels?: unknown };
  problems.add(file, repeatedNames(["on", "schedule"], on?.schedule, "schedule"));
  problems.add(file, repeatedNames(["channels"], channels, "channel"));
  problems.add(file, channelFaults(document.value));
  problems.add(file, packageFaults(document.value));
  refuse(path, problems);
  return resolvedHubFile(document.value);
}

const schemas: Readonly<Record<string, z.ZodType>> = hubFileSchema.shape;

function keyFaults(file: DocumentFile, key: string, value: unknown): readonly Fault[] {
  const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
  if (schema === undefined) {
    const fault = unknownKeyFault([key], Object.keys(schemas));
    const hint = wordsElsewhere.get(key) ?? fault.hint;
    return [hint === undefined ? fault : { ...fault, hint }];
  }
  // Nothing is a variable here: `${name}` is plain text.
  return checkedValue(
    schema,
    file,
    [key],
    value,
    new Map(),
    (_, part) => typeof part === "string",
  ).faults.map((fault) => ({ ...fault, ...(fault.given === undefined ? givenAt(file, fault) : {}) }));
}

function givenAt(file: DocumentFile, { path }: Fault): { given?: string } {
  const text = spelling(file, path);
  return text === undefined || text === "" ? {} : { given: quoted(text) };
}

/** What to write instead of words of workflows and of other hubs. */
const wordsElsewhere: ReadonlyMap<string, string> = new Map([
  ["triggers", "Write `on`."],
  ["jobs", "Jobs are written into the workflow; here is only what leads to them."],
  ["runs-on", "Write `runners: {amd64: LABEL}`."],
  ["schedule", "Write it into `on`."],
  ["treefile", "Write `compose: PATH`; it takes a treefile, too."],
  ["variants", "Variants are written into the compose file, which `compose` names."],
]);

function repeatedNames(path: readonly string[], list: unknown, what: string): readonly Fault[] {
  if (!Array.isArray(list)) return [];
  const names = list.map((one: unknown) => (one as { name?: unknown } | null)?.name);
  return names.flatMap((name, index) =>
    typeof name === "string" && names.indexOf(name) < index
      ? [
          {
            path: [...path, index, "name"],
            given: quoted(name),
            message: `another ${what} has this name`,
            hint: "Give each its own.",
          },
        ]
      : [],
  );
}

function refuse(path: string, problems: ProblemList): void {
  const errors = problems
    .errors()
    .map((one) => ({ ...one, code: "hub-file-invalid" }))
    .toSorted((a, b) => lineOf(a) - lineOf(b) || (a.column ?? 0) - (b.column ?? 0));
  if (errors.length === 0) return;
  throw new DebootcError("hub-file-invalid", `${path} has ${countOf(errors.length, "error")}`, {
    diagnostics: errors,
    hint: "Fix them; docs/hub-file.md describes every key.",
  });
}

/** What has no line counts those that are left out. */
function lineOf({ line = Number.MAX_SAFE_INTEGER }: { readonly line?: number | undefined }): number {
  return line;
}
