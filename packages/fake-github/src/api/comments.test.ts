import { afterEach, beforeEach, expect, test } from "vitest";
import { startScenario } from "../scenario.fixture.ts";

let scenario: Awaited<ReturnType<typeof startScenario>>;

beforeEach(async () => {
  scenario = await startScenario();
  scenario.github.openIssue(scenario.repository, { author: "mona" });
});

afterEach(async () => {
  await scenario[Symbol.asyncDispose]();
});

const comments = "/repos/octo/images/issues/comments";
const issue = "/repos/octo/images/issues/1/comments";

test("an App's comment is its bot's, can be changed, listed and deleted", async () => {
  const { github, api, receiver } = scenario;
  const { body } = await api("POST", issue, { body: "Queued." });
  expect(body).toMatchObject({
    user: { login: "builder[bot]", type: "Bot" },
    performed_via_github_app: { slug: "builder" },
  });
  expect((await api("PATCH", `${comments}/${body.id}`, { body: "Done." })).body.body).toBe("Done.");
  expect((await api("GET", issue)).body).toHaveLength(1);
  expect((await api("GET", `${comments}/${body.id}`)).body.body).toBe("Done.");
  expect((await api("DELETE", `${comments}/${body.id}`)).status).toBe(204);
  expect((await api("GET", `${comments}/${body.id}`)).status).toBe(404);
  await github.settled();
  const events = receiver.received
    .filter(({ event }) => event === "issue_comment")
    .map(({ payload }) => payload);
  expect(events.map(({ action }) => String(action)).sort((a, b) => a.localeCompare(b))).toEqual([
    "created",
    "deleted",
    "edited",
  ]);
  expect(events.find(({ action }) => action === "edited").changes.body.from).toBe("Queued.");
});

test("comments can be asked for since a time, in pages", async () => {
  const { github, api } = scenario;
  await api("POST", issue, { body: "old" });
  await github.advance(60_000);
  for (const body of ["a", "b", "c"]) await api("POST", issue, { body });
  const since = await api("GET", `${issue}?since=2026-11-30T12:01:00Z&per_page=2`);
  expect(since.body.map(({ body }: { body: string }) => body)).toEqual(["a", "b"]);
  const next = /<([^>]+)>; rel="next"/.exec(since.headers.get("link") ?? "")?.[1] ?? "";
  const second = await api("GET", next);
  expect(second.body.map(({ body }: { body: string }) => body)).toEqual(["c"]);
  expect(second.headers.get("link")).toContain('rel="prev"');
});

test("a reaction is made once a person, and counted", async () => {
  const { github, repository, api } = scenario;
  const { id } = github.comment(repository, 1, "mona", "/debootc retry");
  const first = await api("POST", `${comments}/${id}/reactions`, { content: "eyes" });
  const again = await api("POST", `${comments}/${id}/reactions`, { content: "eyes" });
  expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
  expect((await api("GET", `${comments}/${id}/reactions?content=eyes`)).body).toHaveLength(1);
  expect((await api("GET", `${comments}/${id}`)).body.reactions).toMatchObject({ eyes: 1, total_count: 1 });
  expect((await api("POST", `${comments}/${id}/reactions`, { content: "odd" })).status).toBe(422);
});

test("an empty comment, one that is too long and one on nothing are refused", async () => {
  const { api } = scenario;
  expect((await api("POST", issue, { body: " " })).status).toBe(422);
  expect((await api("POST", issue, { body: "x".repeat(65_537) })).status).toBe(422);
  expect((await api("POST", "/repos/octo/images/issues/9/comments", { body: "x" })).status).toBe(404);
});

test.each([
  ["octo", "OWNER"],
  ["mona", "MEMBER"],
  ["guest", "NONE"],
])("a comment of %s says %s", async (author, association) => {
  const { github, repository, receiver } = scenario;
  github.comment(repository, 1, author, "hello");
  await github.settled();
  expect(receiver.received.at(-1)?.payload.comment.author_association).toBe(association);
});
