/** Debian Policy 5.6.1: what a source package may be called. */
const sourceName = /^[a-z0-9][a-z0-9+.-]{1,199}$/;

export const sourceNameRule = "small letters, digits, +, - and ., at least two, a letter or digit first";

export function isSourceName(text: string): boolean {
  return sourceName.test(text);
}

/** A name that stays in its directory, hides nothing and is no option of a program. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9+.~:_%@-]{0,254}$/;

export const sourceFileNameRule =
  "a plain file name of letters, digits and + . ~ : _ % @ -, without a directory";

export function isSourceFileName(text: string): boolean {
  return fileName.test(text);
}
