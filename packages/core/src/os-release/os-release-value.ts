/** Returns a value of an os-release(5) text, without its quotes; undefined if it is not there or empty. The last one counts. */
export function osReleaseValue(text: string, key: string): string | undefined {
  const line = text.split("\n").findLast((one) => one.startsWith(`${key}=`));
  const given = line?.slice(key.length + 1).trim() ?? "";
  const [, quote, quoted] = /^(["'])(.*)\1$/s.exec(given) ?? [];
  const value = quoted === undefined ? given : quote === '"' ? quoted.replace(/\\([\\"$`])/g, "$1") : quoted;
  return value === "" ? undefined : value;
}
