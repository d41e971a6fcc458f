/** Holds the addresses of a GitHub. */
export interface GitHubUrls {
  /** Of its pages: `https://github.com`. */
  readonly html: string;
  /** Of its API, without a slash at the end. */
  readonly api: string;
}

/** Returns the addresses of github.com, or of a GitHub Enterprise Server by that of its pages. */
export function githubUrls(htmlUrl: string): GitHubUrls {
  const url = new URL(htmlUrl);
  const html = `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  return { html, api: url.host === "github.com" ? "https://api.github.com" : `${html}/api/v3` };
}
