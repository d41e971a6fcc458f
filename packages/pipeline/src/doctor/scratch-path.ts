/** Returns whether a path is a directory or lies below it; both must be absolute and normalised. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** Returns whether a program's argument mentions a directory or a path below it, such as `file=/d/disk,format=raw`. */
export function mentions(argument: string, directory: string): boolean {
  for (let at = argument.indexOf(directory); at !== -1; at = argument.indexOf(directory, at + 1)) {
    const [before, after] = [argument[at - 1], argument[at + directory.length]];
    if ((before === undefined || "=,:".includes(before)) && (after === undefined || "/,:".includes(after)))
      return true;
  }
  return false;
}
