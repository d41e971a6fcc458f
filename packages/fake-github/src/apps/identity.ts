import type { App, InstallationToken } from "../state/app.ts";

/** Is who calls the API. */
export type Identity =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app"; readonly app: App }
  | { readonly kind: "installation"; readonly token: InstallationToken };

/** Says why a caller is not let in, in GitHub's words. */
export interface Refusal {
  readonly status: 401 | 403 | 404;
  readonly message: string;
}
