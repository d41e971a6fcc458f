const ofHub =
  /^(?:(?:DEBOOTC_HUB_KEY|DEBOOTC_WEBHOOK_SECRET|DEBOOTC_HUB_STORAGE_CREDENTIALS)(?:_FILE)?|DATABASE_URL|PG[A-Z]+)$/;

/** Checks whether an environment variable has a secret of a hub or of its clients, or leads to one: no host and no job gets it. */
export function isSecretOfHub(variable: string): boolean {
  return ofHub.test(variable);
}
