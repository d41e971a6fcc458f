/**
 * Returns the names of the modules that dkms builds by a dkms.conf(8), without those that its shell would have to
 * compute. Without a name of its own, a module is called as its package.
 */
export function dkmsModules(conf: string): string[] {
  const values = assignments(conf);
  const indexes = new Set(
    [...values.keys()].flatMap((name) => /^(?:BUILT|DEST)_MODULE_NAME\[(\d+)\]$/.exec(name)?.[1] ?? []),
  );
  const names = [...indexes].map(
    (index) => values.get(`DEST_MODULE_NAME[${index}]`) ?? values.get(`BUILT_MODULE_NAME[${index}]`),
  );
  if (names.length === 0) names.push(values.get("PACKAGE_NAME"));
  return names.filter((name) => name !== undefined && /^[\w.+-]+$/.test(name)) as string[];
}

/** Returns the assignments, in which those before them replace their variables; `NAME` alone is `NAME[0]`. */
function assignments(conf: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const text = conf.replaceAll(/\\\r?\n/g, " ");
  for (const [, name = "", index, a, b, c] of text.matchAll(
    /^[ \t]*([A-Z_]\w*)(\[\d+\])?=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;#]*))/gim,
  )) {
    const value = (a ?? b ?? c ?? "").replaceAll(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced?: string, bare?: string) => values.get(braced ?? bare ?? "") ?? whole,
    );
    const place = index ?? (name.endsWith("_MODULE_NAME") ? "[0]" : "");
    values.set(`${name}${place}`, value);
  }
  return values;
}
