import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { assign, hubScene, plannedRun, statesOf } from "../runs/scene.fixture.ts";
import { deliver, ofRepository, pushOf } from "./deliver.fixture.ts";

async function repository({ queries }: Database, id = 1) {
  return queries.selectFrom("repository").selectAll().where("id", "=", id).executeTakeFirst();
}

describe("an installation", () => {
  const installed = (action: string, time = "2026-11-30T12:00:00Z") => ({
    action,
    installation: {
      id: 9,
      account: { login: "initech", type: "Organization" },
      permissions: { checks: "write" },
      updated_at: time,
    },
    repositories: [{ id: 90, full_name: "initech/os", private: true }],
    sender: { login: "ada" },
  });

  test("is followed with its repositories, whose branch is known from their first event", async () => {
    const hub = await hubScene();

    expect(await deliver(hub, "installation", installed("created"))).toContain("with 1 repositories");
    expect(await repository(hub, 90)).toMatchObject({
      default_branch: "HEAD",
      state: "active",
      private: true,
    });
    const push = pushOf({
      ...ofRepository({
        id: 90,
        full_name: "initech/os",
        default_branch: "trunk",
        owner: { login: "initech" },
      }),
      installation: { id: 9 },
    });
    expect(await deliver(hub, "push", push)).toBe("started run 1");
    expect(await repository(hub, 90)).toMatchObject({ default_branch: "trunk", private: false });
  });

  test("is as its newest event says, in whichever order they come, and removed for good", async () => {
    const hub = await hubScene();
    await deliver(hub, "installation", installed("created"));
    const state = async () => {
      const row = await hub.queries
        .selectFrom("installation")
        .select("state")
        .where("id", "=", 9)
        .executeTakeFirst();
      return row?.state;
    };

    await deliver(hub, "installation", installed("unsuspend", "2026-11-30T12:09:00Z"));
    await deliver(hub, "installation", installed("suspend", "2026-11-30T12:05:00Z"));
    expect(await state()).toBe("active");
    await deliver(hub, "installation", installed("suspend", "2026-11-30T12:10:00Z"));
    expect(await state()).toBe("suspended");
    await deliver(hub, "installation", installed("deleted"));
    await deliver(hub, "installation", installed("created", "2026-11-30T12:20:00Z"));
    expect(await state()).toBe("removed");
    expect(await repository(hub, 90)).toMatchObject({ state: "removed" });
  });

  test("that is removed cancels its runs, and GitHub is told nothing more", async () => {
    const hub = await hubScene();
    const run = await plannedRun(hub);
    await assign(hub);

    const gone = { ...installed("deleted"), installation: { ...installed("").installation, id: 1 } };
    expect(await deliver(hub, "installation", gone)).toContain("2 repositories, 1 runs canceled");
    expect(await statesOf(hub, run)).toMatchObject({ run: "CANCELED", assemble: "CANCELED" });
    expect(await hub.queries.selectFrom("outgoing").selectAll().execute()).toEqual([]);
    expect(await deliver(hub, "push", pushOf())).toBe("ignored: the App was removed from acme/os");
  });

  test("that is not known becomes known by an event of one of its repositories", async () => {
    const hub = await hubScene();

    const names = ofRepository({ id: 50, full_name: "new/os", owner: { login: "new", type: "User" } });
    expect(await deliver(hub, "push", pushOf({ ...names, installation: { id: 5 } }))).toBe("started run 1");
    expect(await repository(hub, 50)).toMatchObject({ installation_id: 5, full_name: "new/os" });
  });

  test("gains and loses repositories", async () => {
    const hub = await hubScene();
    const changed = {
      installation: { ...installed("").installation, id: 1 },
      repositories_added: [{ id: 3, full_name: "acme/third", private: false }],
      repositories_removed: [{ id: 1, full_name: "acme/os" }],
      sender: { login: "ada" },
    };

    expect(await deliver(hub, "installation_repositories", changed)).toContain(
      "1 repositories added, 1 removed",
    );
    expect(await repository(hub, 1)).toMatchObject({ state: "removed" });
    expect(await repository(hub, 3)).toMatchObject({ state: "active" });
    const back = {
      ...changed,
      repositories_added: [{ id: 1, full_name: "acme/os", private: false }],
      repositories_removed: [],
    };
    await deliver(hub, "installation_repositories", back);
    expect(await repository(hub, 1)).toMatchObject({ state: "active", default_branch: "main" });
  });

  test("has a repository again that was added and removed in another order than the events say", async () => {
    const hub = await hubScene();
    const removed = {
      installation: { ...installed("").installation, id: 1 },
      repositories_added: [],
      repositories_removed: [{ id: 1 }],
      sender: { login: "ada" },
    };
    await deliver(hub, "installation_repositories", removed);

    expect(await deliver(hub, "push", pushOf())).toBe("ignored: the App was removed from acme/os");
    // GitHub sends nothing of a repository that the App does not have.
    const pushed = pushOf(ofRepository({ pushed_at: Date.parse("2026-11-30T12:05:00Z") / 1000 }));
    expect(await deliver(hub, "push", pushed)).toBe("started run 1");
    expect(await repository(hub)).toMatchObject({ state: "active" });
  });

  test("whose account is renamed has repositories of the new name", async () => {
    const hub = await hubScene();

    const renamed = { action: "renamed", account: { login: "newco" }, installation: { id: 1 } };
    expect(await deliver(hub, "installation_target", renamed)).toBe("renamed to newco: 2 repositories");
    expect(await repository(hub, 2)).toMatchObject({ full_name: "newco/fleet" });
  });
});

describe("a repository", () => {
  const repositoryOf = (action: string, changes: object) => ({ ...ofRepository(changes), action });

  test("is followed when it is renamed, and an older event does not name it back", async () => {
    const hub = await hubScene();

    const later = { full_name: "acme/better", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", later));
    await deliver(hub, "push", pushOf());
    expect(await repository(hub)).toMatchObject({ full_name: "acme/better" });
  });

  test("that takes the name of another one leaves that without a name until its own event comes", async () => {
    const hub = await hubScene();

    const taken = { full_name: "Acme/Fleet", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", taken));
    expect(await repository(hub, 2)).toMatchObject({ full_name: "unknown/2" });
    const own = { id: 2, full_name: "acme/old-fleet", updated_at: "2026-11-30T13:00:00Z" };
    await deliver(hub, "repository", repositoryOf("renamed", own));
    expect(await repository(hub, 2)).toMatchObject({ full_name: "acme/old-fleet" });
  });

  test.each([
    ["archived", { archived: true }, "archived"],
    ["deleted", {}, "removed"],
    ["transferred", { full_name: "else/os", owner: { login: "else" } }, "removed"],
  ])("that is %s has its runs canceled", async (action, changes, state) => {
    const hub = await hubScene();
    const run = await plannedRun(hub);

    await deliver(hub, "repository", repositoryOf(action, changes));
    expect(await repository(hub)).toMatchObject({ state });
    expect(await statesOf(hub, run)).toMatchObject({ run: "CANCELED" });
    expect(await deliver(hub, "push", pushOf(ofRepository(changes)))).toMatch(/^ignored/);
  });

  test("that is transferred to another installation goes on there", async () => {
    const hub = await hubScene();

    const moved = repositoryOf("transferred", {
      full_name: "else/os",
      owner: { login: "else", type: "User" },
    });
    await deliver(hub, "repository", { ...moved, installation: { id: 4 } });
    expect(await repository(hub)).toMatchObject({
      installation_id: 4,
      full_name: "else/os",
      state: "active",
    });
    expect(await deliver(hub, "push", pushOf())).toBe("ignored: another installation has acme/os now");
  });

  test("is private as long as its events say so, and active again after it was archived", async () => {
    const hub = await hubScene();

    await deliver(hub, "repository", repositoryOf("privatized", { private: true }));
    await deliver(hub, "repository", repositoryOf("archived", { private: true, archived: true }));
    await deliver(hub, "repository", repositoryOf("unarchived", { private: true }));
    expect(await repository(hub)).toMatchObject({ private: true, state: "active" });
  });
});
