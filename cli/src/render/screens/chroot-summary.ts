import type { ChrootValueOrigin, ExpandedChroot } from "@debootc/core/mock-build/chroot/expanded-chroot";
import { printable } from "@debootc/core/text/printable";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { shortPath } from "../text/short-path.ts";

/** Lists each value of a chroot's configuration with where it comes from, then the files that were looked at. */
export function chrootSummary({ name, files, values, unset }: ExpandedChroot, canvas: Canvas): string {
  const { style, directory } = canvas;
  const from = (origin: ChrootValueOrigin) => {
    if (origin.from === "file") return `${shortPath(origin.file, directory)}:${origin.line}`;
    return origin.from === "option" ? origin.name : "default";
  };
  const rows = [
    ...values.map(({ path, value, origin, overrides }) => ({
      ...cells(path, value),
      note: [
        from(origin),
        ...overrides.map((one) =>
          one.origin.from === "default"
            ? `the default is ${shown(one.value)}`
            : `overrides ${shown(one.value)} from ${from(one.origin)}`,
        ),
      ].join(", "),
      isDefault: origin.from === "default",
    })),
    ...unset.map(({ path, meaning }) => ({
      key: path.join("."),
      text: "not set",
      note: meaning,
      isDefault: true,
    })),
  ];
  const keys = Math.max(...rows.map(({ key }) => displayWidth(key)));
  // One long value must not push all origins aside.
  const texts = Math.max(0, ...rows.map(({ text }) => displayWidth(text)).filter((width) => width <= 40));
  return [
    "",
    `  ${style.heading(`Chroot ${name}`)}`,
    ...rows.map(({ key, text, note, isDefault }) => {
      const head = `    ${style.faint(pad(key, keys))}  ${pad(text, texts)}  `;
      return `${head}${isDefault ? style.faint(note) : style.accent(note)}`;
    }),
    "",
    `  ${style.heading("Files, strongest first")}`,
    ...files
      .toReversed()
      .map(
        ({ path, present }) =>
          `    ${shortPath(path, directory)}${present ? "" : style.faint("  (does not exist)")}`,
      ),
    "",
    "",
  ].join("\n");
}

/** Returns key and text of a row. A list has a row for each item, which its value itself identifies. */
function cells([key = "", ...rest]: readonly string[], value: unknown): { key: string; text: string } {
  const isItem = rest.length === 1 && (value === rest[0] || (typeof value === "object" && value !== null));
  return { key: printable(isItem ? key : [key, ...rest].join(".")), text: shown(value) };
}

function shown(value: unknown): string {
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}
