import { findApp, findRepository } from "../state/find.ts";
import type { Installation } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import type { FakeGitHub } from "../start-fake-github.ts";
import type { Step } from "./step.ts";

/** Does a step, and returns what whoever asked for it needs to know, such as a number or a key. */
export function runStep(github: FakeGitHub, step: Step): object {
  switch (step.do) {
    case "create-repository":
      return { id: github.createRepository(step).id };
    case "fork":
      return { id: github.fork(at(github, step.repository), step.owner).id };
    case "create-app": {
      const { app, privateKey } = github.createApp(step);
      return { id: app.id, slug: app.slug, clientId: app.clientId, privateKey };
    }
    case "submit-manifest":
      return { code: github.submitManifest(step.manifest, step.owner) };
    case "install":
      return { id: github.installApp(appOf(github, step.app), step.account).id };
    case "suspend":
      github.suspend(installationOf(github, step.app, step.account));
      return {};
    case "unsuspend":
      github.unsuspend(installationOf(github, step.app, step.account));
      return {};
    case "uninstall":
      github.remove(installationOf(github, step.app, step.account));
      return {};
    case "plan-faults":
      github.plan(step.faults);
      return {};
    default:
      return runInRepository(github, at(github, step.repository), step);
  }
}

type RepositoryStep = Exclude<Extract<Step, { readonly repository: string }>, { readonly do: "fork" }>;

function runInRepository(github: FakeGitHub, repository: Repository, step: RepositoryStep): object {
  switch (step.do) {
    case "push":
      return { sha: github.push(repository, step) };
    case "protect":
      github.protectBranch(repository, step.branch);
      return {};
    case "set-permission":
      github.setPermission(repository, step.login, step.level);
      return {};
    case "rename":
      github.rename(repository, step.name);
      return {};
    case "transfer":
      github.transfer(repository, step.owner);
      return {};
    case "archive":
      github.archive(repository);
      return {};
    case "delete-repository":
      github.deleteRepository(repository);
      return {};
    case "open-issue":
      return { number: github.openIssue(repository, step).number };
    case "open-pull-request": {
      const { from, ...rest } = step;
      const fork = from === undefined ? {} : { from: at(github, from) };
      return { number: github.openPullRequest(repository, { ...rest, ...fork }).number };
    }
    case "close-pull-request":
      github.closePullRequest(repository, step.number, { merge: step.merge ?? false });
      return {};
    case "comment":
      return { id: github.comment(repository, step.issue, step.author, step.body).id };
    case "press-button":
      github.pressButton(repository, step.checkRun, step.login, step.identifier);
      return {};
    case "rerequest-check-run":
      github.rerequestCheckRun(repository, step.checkRun, step.login);
      return {};
    case "connect-runner": {
      github.connectRunner(repository, step.runner, { deaf: step.deaf ?? false });
      return { job: github.jobOf(repository, step.runner)?.id ?? null };
    }
    case "disconnect-runner":
      github.disconnectRunner(repository, step.runner);
      return {};
    case "finish-job":
      github.finishJob(repository, step.job, step.conclusion, step.log);
      return {};
    case "add-artifact": {
      const { run, name, content } = step;
      return {
        id: github.addArtifact(repository, run, { name, content: Buffer.from(content, "base64") }).id,
      };
    }
  }
}

function at(github: FakeGitHub, name: string): Repository {
  const repository = findRepository(github.state(), name);
  if (repository === undefined) throw new Error(`cannot do the step: there is no repository ${name}`);
  return repository;
}

function appOf(github: FakeGitHub, slug: string) {
  const app = findApp(github.state(), slug);
  if (app === undefined) throw new Error(`cannot do the step: there is no App ${slug}`);
  return app;
}

function installationOf(github: FakeGitHub, slug: string, login: string): Installation {
  for (const installation of github.state().installations.values())
    if (installation.app.slug === slug && installation.account.login === login) return installation;
  throw new Error(`cannot do the step: the App ${slug} is not installed on ${login}`);
}
