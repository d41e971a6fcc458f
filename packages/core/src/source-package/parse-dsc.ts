import { type PlacedField, placedStanzas } from "../deb822/placed-stanzas.ts";
import { clearSigned } from "../openpgp/clear-signed.ts";
import { digestOfBytes } from "../record/digest.ts";
import { quoted } from "../text/quoted.ts";
import { parseVersion, versionRule, withoutEpoch } from "../version/debian-version.ts";
import { dscFiles } from "./dsc-files.ts";
import { parsePackageListLine } from "./package-list.ts";
import { type SourceFault, sourceFaultsError } from "./source-faults.ts";
import { isSourceName, sourceNameRule } from "../debian/source-name.ts";
import { relationFields } from "./relation-fields.ts";
import type { SourcePackage } from "./source-package.ts";

/** Formats that Debian's archive takes and that dpkg-source unpacks without another program. */
const sourceFormats = ["1.0", "3.0 (native)", "3.0 (quilt)"] as const;

/**
 * Reads a .dsc (dsc(5)), clear-signed or not; nobody checks its signature here, but text outside of one is refused.
 * `origin` names the file for messages. Throws `source-invalid` with every fault at its place.
 */
export function parseDsc(bytes: Uint8Array, origin: string): SourcePackage {
  const message = clearSigned(new TextDecoder().decode(bytes));
  const { stanzas, faults: forms } = placedStanzas(message.text);
  const faults: SourceFault[] = message.fault ? [{ ...message.fault, column: 1 }] : [];
  const [fields = new Map<string, PlacedField>(), second] = stanzas;
  const add = (
    field: Pick<PlacedField, "line"> | undefined,
    fault: Omit<SourceFault, "line" | "column">,
    column = 1,
  ) => faults.push({ line: (field?.line ?? 1) + message.linesBefore, column, ...fault });
  for (const { line, column, message: said } of forms) add({ line }, { message: said }, column);
  const [extra] = second?.values() ?? [];
  if (extra !== undefined)
    add(extra, {
      message: "a second paragraph begins here",
      allowed: "one paragraph: what follows would describe another package",
    });

  const required = (name: string): string => {
    const value = fields.get(name.toLowerCase())?.value;
    if (value === undefined || value === "")
      add(fields.get(name.toLowerCase()), {
        message: `the field ${name} is ${value === undefined ? "missing" : "empty"}`,
      });
    return value ?? "";
  };
  const checked = (
    name: string,
    isRight: (value: string) => boolean,
    what: string,
    allowed: string,
  ): string => {
    const value = required(name);
    const field = fields.get(name.toLowerCase());
    if (value !== "" && !isRight(value))
      add(field, { message: `${quoted(value)} is no ${what}`, allowed }, field?.lines[0]?.column);
    return value;
  };
  const format = checked(
    "Format",
    (value) => sourceFormats.some((one) => one === value),
    "format of source packages that can be built",
    sourceFormats.join(", "),
  );
  const name = checked("Source", isSourceName, "name of a source package", sourceNameRule);
  const version = checked("Version", (value) => parseVersion(value) !== undefined, "version", versionRule);
  const files = dscFiles(fields, add);
  if (faults.length > 0)
    throw sourceFaultsError(
      origin,
      "this is no source package that can be built",
      faults,
      "A .dsc is made by dpkg-source and must not be edited: get the original again, or build from its directory.",
    );

  const words = (field: string, separator: RegExp) =>
    (fields.get(field)?.value ?? "").split(separator).filter(Boolean);
  return {
    name,
    version,
    format,
    dscName: `${name}_${withoutEpoch(version)}.dsc`,
    dsc: digestOfBytes(bytes),
    files,
    architectures: words("architecture", /\s+/),
    binaries: words("binary", /[\s,]+/),
    packageList: (fields.get("package-list")?.lines ?? []).flatMap(
      ({ text }) => parsePackageListLine(text) ?? [],
    ),
    relations: Object.fromEntries(
      Object.entries(relationFields).flatMap(([key, field]) => {
        const value = fields.get(field.toLowerCase())?.value;
        return value === undefined || value === "" ? [] : [[key, value]];
      }),
    ),
  };
}
