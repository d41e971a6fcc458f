import { expect, test } from "vitest";
import { repositoryOfUrl } from "./repository-of-url.ts";

test.each([
  ["https://github.com/acme/os.git", "github.com", "acme/os"],
  ["https://ada:secret@GitHub.com/acme/os/", "github.com", "acme/os"],
  ["http://127.0.0.1:8123/acme/os.dev.git", "127.0.0.1:8123", "acme/os.dev"],
  ["git@github.com:acme/os.git", "github.com", "acme/os"],
  ["github.com:acme/os", "github.com", "acme/os"],
  ["ssh://git@ssh.example.org:2222/acme/os.git", "ssh.example.org", "acme/os"],
])("%s is a repository", (url, host, name) => {
  expect(repositoryOfUrl(url)).toEqual({ host, name });
});

test.each([
  "/srv/git/os.git",
  "../os",
  "file:///srv/acme/os",
  "https://github.com/os",
  "https://example.org/a/b/c",
  "x",
])("%s is none", (url) => {
  expect(repositoryOfUrl(url)).toBeUndefined();
});
