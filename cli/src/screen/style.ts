import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Names colours and weights by meaning; without colour each returns its text unchanged. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly faint: (text: string) => string;
}

export function createStyle(color: boolean): Style {
  const paint = (format: Format) => (text: string) =>
    color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  return {
    heading: paint("bold"),
    good: paint("green"),
    bad: paint(["bold", "red"]),
    warn: paint("yellow"),
    accent: paint("cyan"),
    faint: paint("dim"),
  };
}
