/** Lists the paths that a tmpfiles.d file creates, as far as they are literal (tmpfiles.d(5)). */
export function tmpfilesPaths(text: string): string[] {
  const paths: string[] = [];
  for (const line of text.split("\n")) {
    const [type, path] = line.trim().split(/\s+/);
    if (!type || !path || type.startsWith("#")) continue;
    // Only lines that create something; `z`, `x`, `r` and similar ones adjust or remove.
    if (!/^[fFdDvqQpLcbC]/.test(type) || /[*?[%]/.test(path)) continue;
    paths.push(path.replace(/\/+$/, ""));
  }
  return paths;
}
