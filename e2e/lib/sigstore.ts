/**
 * Serves a Fulcio and a Rekor for scenarios until its standard input ends. Prints their address on one line and a token of
 * `me@example.org` on the next; the files that hosts need are in the directory that is its argument.
 */
import { identityToken, startSigstore } from "../../packages/pipeline/src/push/sigstore.fixture.ts";

const [directory = ""] = process.argv.slice(2);
await using services = await startSigstore(directory);
const token = identityToken({ iss: "https://accounts.example.org", sub: "42", email: "me@example.org" });
process.stdout.write(`${services.fulcioUrl}\n${token}\n`);
for await (const _ of process.stdin);
