/** Names the places that a value can come from, the strongest first. */
export type SettingOrigin =
  | { readonly kind: "flag"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "file"; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: "default" };

export interface GivenSetting {
  readonly value: unknown;
  readonly origin: SettingOrigin;
}

/** Maps the settings that are set, by name. */
export type GivenSettings = ReadonlyMap<string, GivenSetting>;
