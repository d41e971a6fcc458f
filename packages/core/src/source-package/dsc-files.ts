import type { PlacedField } from "../deb822/placed-stanzas.ts";
import { quoted } from "../text/quoted.ts";
import type { SourceFault } from "./source-faults.ts";
import { isSourceFileName, sourceFileNameRule } from "../debian/source-name.ts";
import type { SourceFile } from "./source-package.ts";

type AddFault = (
  place: { readonly line: number },
  fault: Omit<SourceFault, "line" | "column">,
  column?: number,
) => void;

/** Beyond, a size is a mistake or an attack. */
const largestFile = 1e11;

/** The files that a .dsc lists with their SHA-256. What is wrong goes to `add`, everything at once. */
export function dscFiles(fields: ReadonlyMap<string, PlacedField>, add: AddFault): SourceFile[] {
  const sums = fields.get("checksums-sha256");
  if (sums === undefined) {
    const hint =
      "Without SHA-256 nobody can tell the files from others. dpkg-source of this century writes it.";
    add(fields.get("files") ?? { line: 1 }, { message: "the field Checksums-Sha256 is missing", hint });
    return [];
  }
  const files: SourceFile[] = [];
  for (const { text, line, column } of sums.lines) {
    if (text === "") continue;
    const refuse = (message: string, allowed?: string) =>
      add({ line }, { message, ...(allowed === undefined ? {} : { allowed }) }, column);
    const [sum = "", size = "", name = "", ...rest] = text.split(/\s+/);
    if (name === "" || rest.length > 0) refuse(`${quoted(text)} is no entry`, "SHA-256, size and file name");
    else if (!isSourceFileName(name))
      refuse(`${quoted(name)} is no name of a file beside the .dsc`, sourceFileNameRule);
    else if (name.endsWith(".dsc")) refuse(`${name} is a .dsc itself`, "archives, patches and signatures");
    else if (!/^[0-9a-f]{64}$/.test(sum)) refuse(`${quoted(sum)} is no SHA-256`, "64 hexadecimal digits");
    else if (!/^\d{1,12}$/.test(size)) refuse(`${quoted(size)} is no size of ${name}`, "a number of bytes");
    else if (Number(size) > largestFile)
      refuse(`${name} is said to have ${size} bytes`, `at most ${largestFile}`);
    else if (files.some((one) => one.name === name)) refuse(`${name} is listed a second time`);
    else files.push({ name, size: Number(size), sha256: `sha256:${sum}` });
  }
  if (!sums.lines.some(({ text }) => text !== "")) add(sums, { message: "Checksums-Sha256 lists no file" });
  refuseOtherLists(fields, sums, add);
  return files;
}

/** Tools read one list or the other: they must not tell two stories. */
function refuseOtherLists(fields: ReadonlyMap<string, PlacedField>, sums: PlacedField, add: AddFault): void {
  const sizes = new Map(entriesOf(sums).map(({ name, size }) => [name, size]));
  for (const field of ["files", "checksums-sha1"].flatMap((key) => fields.get(key) ?? [])) {
    const listed = entriesOf(field);
    for (const { name, size, line, column } of listed) {
      const other = sizes.get(name);
      if (other === undefined)
        add({ line }, { message: `${quoted(name)} has no SHA-256 in Checksums-Sha256` }, column);
      else if (other !== size)
        add({ line }, { message: `${name} has ${size} bytes here and ${other} in Checksums-Sha256` }, column);
    }
    for (const name of sizes.keys()) {
      if (!listed.some((one) => one.name === name))
        add(field, { message: `${field.name} does not list ${quoted(name)}, which Checksums-Sha256 does` });
    }
  }
}

function entriesOf({ lines }: PlacedField) {
  return lines
    .filter(({ text }) => text !== "")
    .map(({ text, line, column }) => {
      const [, size = "", name = ""] = text.split(/\s+/);
      return { size, name, line, column };
    });
}
