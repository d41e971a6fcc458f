import { expect, test } from "vitest";
import { idsBeyond, idsWithin } from "./ids-within.ts";
import { seedIds } from "./seed-ids.ts";

const base = seedIds(new Set(["systemd", "dbus"]), undefined);
const all = seedIds(new Set(["systemd", "dbus", "chrony"]), undefined);

test("accounts of packages are those that would be seeded for them alone", () => {
  expect(all).not.toEqual(base);
  expect(idsWithin(all, new Set(["systemd", "dbus"]))).toEqual(base);
});

test("an account that only the lock knows may belong to any package", () => {
  const own = { name: "kiosk", uid: 700, gid: 700, gecos: "", home: "/", shell: "/bin/false" };
  const ids = { users: [own], groups: [{ name: "kiosk", gid: 700 }] };

  expect(idsWithin(ids, new Set())).toEqual(ids);
});

test("what is seeded later is what was not seeded before", () => {
  const later = idsBeyond(all, base);

  expect(later.users.map(({ name }) => name)).toEqual(["_chrony"]);
  expect([...base.users, ...later.users].map(({ name }) => name).sort()).toEqual(
    all.users.map(({ name }) => name).sort(),
  );
  expect([...base.groups, ...later.groups].length).toBe(all.groups.length);
});
