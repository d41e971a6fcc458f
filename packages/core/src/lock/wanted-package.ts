/** One entry of `packages`: a name, with a version or a suite to take it from where one is named. */
export interface WantedPackage {
  /** As written. */
  readonly request: string;
  readonly name: string;
  readonly version?: string;
  readonly suite?: string;
  /** Who wants it: the treefile, or Debian itself for the essential set. */
  readonly because: "treefile" | "essential";
}

/** Policy 5.6.1, then apt-get's `=version` and `/suite`. */
const form =
  /^(?<name>[a-z0-9][a-z0-9.+-]*[a-z0-9.+]|[a-z0-9])(?:=(?<version>[0-9][\w.+~:-]*)|\/(?<suite>[\w.+-]+))?$/;

/** Undefined for what is not a package: apt would take it for a pattern and install whatever matches. */
export function parseWantedPackage(
  request: string,
  because: WantedPackage["because"] = "treefile",
): WantedPackage | undefined {
  const { name, version, suite } = form.exec(request)?.groups ?? {};
  if (name === undefined) return undefined;
  return {
    request,
    name,
    because,
    ...(version === undefined ? {} : { version }),
    ...(suite === undefined ? {} : { suite }),
  };
}
