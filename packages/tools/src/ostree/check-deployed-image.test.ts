import { describe, expect, test } from "vitest";
import { checkDeployedImage } from "./check-deployed-image.ts";

const source = "ostree-unverified-registry:registry.example.org/me/trial:13";
const origin = `[origin]\ncontainer-image-reference=${source}\n`;
const following = (text: string) => ({ path: "ostree/deploy/debian/deploy/0.0", origin: text });
const done = { exitCode: 0, stderr: "", deployed: following(origin) };
// As bootc ends in the sandbox: the program that it starts, then its own words.
const inSandbox = `error: Querying root privilege: This command requires full root privileges (CAP_SYS_ADMIN)
error: Subprocess failed: ExitStatus(unix_wait_status(256))
`;

describe("an image counts as deployed", () => {
  test("if bootc says so, and the system follows the registry", () => {
    expect(checkDeployedImage(done, source)).toBe("ostree/deploy/debian/deploy/0.0");
  });

  test("if bootc misses only what nothing has in the sandbox", () => {
    expect(checkDeployedImage({ ...done, exitCode: 1, stderr: inSandbox }, source)).toBe(done.deployed.path);
  });
});

describe("an image is refused", () => {
  test.each([
    ["that has no deployment", { ...done, deployed: undefined }, /did not deploy its image/],
    [
      "whose deployment failed for another reason",
      { ...done, exitCode: 1, stderr: "error: Importing: No space left on device\n" },
      /did not deploy its image: error: Importing: No space left on device$/,
    ],
    [
      "that has no deployment, although bootc ends as it does in the sandbox",
      { ...done, exitCode: 1, stderr: inSandbox, deployed: undefined },
      /did not deploy its image/,
    ],
    [
      "that follows another image",
      { ...done, deployed: following(origin.replace("me/trial:13", "me/trial:130")) },
      /follow ostree-unverified-registry:registry\.example\.org\/me\/trial:130 instead of .*:13$/,
    ],
    [
      "that follows nothing",
      { ...done, deployed: following("[origin]\nrefspec=a\n") },
      /follow no image instead of/,
    ],
  ])("%s", (_, deployed, message) => {
    expect(() => checkDeployedImage(deployed, source)).toThrow(
      expect.objectContaining({ code: "boot-unsupported", message: expect.stringMatching(message) }),
    );
  });
});
