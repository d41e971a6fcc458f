import { expect, test } from "vitest";
import { isSecretOfHub } from "./hub-variables.ts";

test.each([
  ...["DEBOOTC_HUB_KEY", "DEBOOTC_WEBHOOK_SECRET", "DEBOOTC_WEBHOOK_SECRET_FILE"],
  ...["DEBOOTC_HUB_STORAGE_CREDENTIALS", "DATABASE_URL", "PGPASSWORD", "PGPASSFILE"],
])("%s is a secret of a hub, or leads to one", (name) => {
  expect(isSecretOfHub(name)).toBe(true);
});

test.each(["DEBOOTC_MIRROR", "DEBOOTC_HUB_KEYS", "HOME", "PG", "XPGPASSWORD", "DEBOOTC_CACHE_DIR"])(
  "%s is none",
  (name) => {
    expect(isSecretOfHub(name)).toBe(false);
  },
);
