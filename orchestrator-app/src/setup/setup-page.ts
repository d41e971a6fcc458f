/** Returns the page whose button sends the manifest to GitHub. */
export function setupPage(action: string, manifest: object): string {
  return page(
    "Register the App of debootc",
    `<p>GitHub will ask you to confirm the name, and then send you back here.</p>
<form action="${escaped(action)}" method="post">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
<button>Register on GitHub</button>
</form>`,
  );
}

/** Returns the page that says that the App is there. */
export function donePage(installUrl: string): string {
  return page(
    "The App is registered",
    `<p>Its key is in the data directory of the hub. <a href="${escaped(installUrl)}">Install it</a> on the repositories that the hub is for, and close this page.</p>`,
  );
}

/** Returns a page that says what went wrong. */
export function wrongPage(message: string): string {
  return page("The App is not registered", `<p>${escaped(message)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${body}</html>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
