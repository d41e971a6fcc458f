import { expect, test } from "vitest";
import { addressIn } from "./address-in.ts";

test("a path is below the address of the API", () => {
  expect(addressIn("https://git.example.org/api/v3/", "/repos/a/b").href).toBe(
    "https://git.example.org/api/v3/repos/a/b",
  );
});

test.each([
  ["https://api.github.com", "https://uploads.github.com/repos/a/b/releases/1/assets?name=x"],
  ["https://api.me.ghe.com", "https://uploads.me.ghe.com/repos/a/b/releases/1/assets"],
  ["https://git.example.org/api/v3", "https://git.example.org/api/uploads/repos/a/b/releases/1/assets"],
  ["https://git.example.org/api/v3", "https://uploads.git.example.org/repos/a/b/releases/1/assets"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/uploads/repos/a/b/releases/1/assets"],
])("the uploads of %s may go to %s", (api, at) => {
  expect(addressIn(api, at).href).toBe(at);
});

test.each([
  ["https://api.github.com", "https://uploads.github.com.example.org/repos"],
  ["https://api.github.com", "http://uploads.github.com/repos"],
  ["https://api.github.com", "https://github.com/repos"],
  ["https://api.github.com", "https://me@uploads.github.com/repos"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:9090/repos"],
  ["https://api.github.com", "nonsense"],
])("the uploads of %s do not go to %s", (api, at) => {
  expect(() => addressIn(api, at)).toThrow(
    expect.objectContaining({ code: "trust-refused", message: expect.stringContaining("not its own") }),
  );
});
