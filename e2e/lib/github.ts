/**
 * Plays GitHub for scenarios until its standard input ends, with the repository that is its first argument. Prints the address of
 * its API on one line and a token that may write there on the next.
 */
import { realClock } from "../../packages/fake-github/src/clock/real-clock.ts";
import { apiOf, jwt } from "../../packages/fake-github/src/scenario.fixture.ts";
import { startFakeGitHub } from "../../packages/fake-github/src/start-fake-github.ts";

const [name = ""] = process.argv.slice(2);
const github = await startFakeGitHub({ clock: realClock(Date.now) });
const { app, privateKey } = github.createApp({
  name: "Actions",
  permissions: { contents: "write" },
  events: [],
});
github.createRepository({ name, ownerType: "Organization" });
const { id } = github.installApp(app, name.split("/")[0] ?? "");
const asApp = apiOf(github, jwt(app.id, privateKey, github.now()));
const { body } = await asApp("POST", `/app/installations/${id}/access_tokens`);
process.stdout.write(`${github.url}\n${body.token}\n`);
for await (const _ of process.stdin);
await github.close();
