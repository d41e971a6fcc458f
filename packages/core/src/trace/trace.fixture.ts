/** Writes a text as strace does with `-xx`. */
export function hex(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Puts texts in quotes and descriptors of paths in brackets in the place of `"…"` and `<…>`, as strace writes them. */
export function traceLine(text: string): string {
  return text
    .replace(/"([^"]*)"/g, (_, inner: string) => `"${hex(inner)}"`)
    .replace(/(\d|AT_FDCWD)<([^>]*)>/g, (_, before: string, inner: string) => `${before}<${hex(inner)}>`);
}

/** A trace whose first process sets up a sandbox, in which process 2 starts the program; then come the lines. */
export function traceOf(...lines: string[]): string {
  return [
    '1 execve("/usr/bin/bwrap", 0x7f, 0x7f) = 0',
    '1 mkdir("/newroot", 0755) = 0',
    '2 chdir("/newroot") = 0',
    '2 execve("/usr/bin/dracut", 0x7f, 0x7f) = 0',
    ...lines,
    "",
  ]
    .map(traceLine)
    .join("\n");
}
