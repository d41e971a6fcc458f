import type { Account } from "./account.ts";

/** Holds the names of permissions and their levels, as GitHub names both. */
export type Permissions = Readonly<Record<string, string>>;

/** Is a GitHub App. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly clientId: string;
  readonly externalUrl: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** Public keys in PEM form; an App may have several while it rotates them. */
  readonly publicKeys: string[];
  readonly hook: {
    readonly id: number;
    url: string;
    contentType: "json" | "form";
    insecureSsl: string;
    secret: string;
    active: boolean;
  };
  readonly createdAt: number;
}

/** Is an App on an account. */
export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  selection: "all" | "selected";
  readonly repositories: Set<number>;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt?: number;
  readonly createdAt: number;
  updatedAt: number;
}

/** Is an installation token, of which GitHub too keeps what it may do. */
export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Repositories that it was narrowed to. */
  readonly repositories?: ReadonlySet<number>;
  readonly expiresAt: number;
}
