import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";

/** Says what an App is registered as. */
export interface NewApp {
  /** At most 34 characters, unique on all of GitHub. */
  readonly name: string;
  /** The address that GitHub delivers to: `https://hub.example.org`. */
  readonly publicUrl: string;
  /** Where GitHub sends the browser with the code. */
  readonly redirectUrl: string;
  /** Whether anybody may install it, or only its owner. */
  readonly isPublic: boolean;
}

/** Returns the manifest that GitHub registers an App by. */
export function appManifest({ name, publicUrl, redirectUrl, isPublic }: NewApp) {
  const base = publicUrl.replace(/\/+$/, "");
  return {
    name,
    url: base,
    hook_attributes: { url: `${base}/webhooks`, active: true },
    redirect_url: redirectUrl,
    public: isPublic,
    default_permissions: appPermissions,
    default_events: appEvents,
  };
}
