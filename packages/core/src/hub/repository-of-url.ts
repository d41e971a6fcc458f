/** Is where a repository is hosted. */
export interface HostedRepository {
  /** With its port, if it has one of its own. */
  readonly host: string;
  /** OWNER/NAME. */
  readonly name: string;
}

/** Returns host and name of a repository by an address that git can push to; undefined for a path or another form. */
export function repositoryOfUrl(url: string): HostedRepository | undefined {
  // `git@github.com:acme/os.git` is how scp writes addresses.
  const [, scpHost, scpPath] = /^(?:[^/@:]+@)?([^/@:[\]]+):(?!\/\/)([^\s]+)$/.exec(url) ?? [];
  if (scpHost !== undefined && scpPath !== undefined) return hosted(scpHost, scpPath);
  if (!/^(?:https?|ssh|git):\/\//.test(url) || !URL.canParse(url)) return undefined;
  const { host, hostname, protocol, pathname } = new URL(url);
  // The port of ssh says nothing about the pages.
  return hosted(/^https?:$/.test(protocol) ? host : hostname, pathname);
}

function hosted(host: string, path: string): HostedRepository | undefined {
  const [, name] = /^\/*([\w.-]+\/[\w.-]+?)(?:\.git)?\/*$/.exec(path) ?? [];
  return name === undefined ? undefined : { host: host.toLowerCase(), name };
}
