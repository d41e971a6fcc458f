import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { restEndpointMethods } from "@octokit/plugin-rest-endpoint-methods";
import { expect, test } from "vitest";
import { legs, startScenario } from "./scenario.fixture.ts";

const Client = Octokit.plugin(restEndpointMethods, paginateRest);
const place = { owner: "octo", repo: "images" };

test("GitHub's own client works with it: methods, raw files, pages, uploads and errors", async () => {
  await using scenario = await startScenario();
  const { github, token, sha } = scenario;
  const octokit = new Client({ baseUrl: github.url, auth: token });
  const { rest } = octokit;
  const raw = await rest.repos.getContent({ ...place, path: "README.md", mediaType: { format: "raw" } });
  expect(raw.data).toBe("# Images\n");
  for (let index = 0; index < 35; index += 1)
    github.push(scenario.repository, { branch: `b${index}`, author: "mona", files: { a: `${index}` } });
  expect(await octokit.paginate(rest.repos.listBranches, place)).toHaveLength(36);
  const check = await rest.checks.create({ ...place, name: "build", head_sha: sha });
  await rest.checks.update({ ...place, check_run_id: check.data.id, conclusion: "success" });
  const dispatched = await octokit.request(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    {
      ...{ ...place, workflow_id: "build.yml", ref: "main", inputs: legs("x"), return_run_details: true },
    },
  );
  expect(dispatched.data).toHaveProperty("workflow_run_id");
  const release = await rest.repos.createRelease({ ...place, tag_name: "v1", draft: true });
  const asset = await rest.repos.uploadReleaseAsset({
    ...{ ...place, release_id: release.data.id, url: release.data.upload_url, name: "a.txt", data: "text" },
    headers: { "content-type": "text/plain" },
  });
  expect(asset.data).toMatchObject({ name: "a.txt", state: "uploaded", size: 4 });
  await expect(rest.repos.getBranch({ ...place, branch: "none" })).rejects.toMatchObject({
    ...{ status: 404, message: expect.stringContaining("Branch not found") },
  });
});
