// The floors of ARCHITECTURE.md: imports go down only, doors never import each other, no cycles.

import { Visitor } from "@swc/core/Visitor.js";

const tests = "[.](test|fixture)[.]ts$";
const doors = "cli|orchestrator-app|runner-agent|actions/(?!kit/)[^/]+";

export default {
  forbidden: [
    {
      name: "core-is-the-ground",
      comment: "packages/core imports nothing of debootc but itself",
      severity: "error",
      from: { path: "^packages/core/" },
      to: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent|scripts)/",
        pathNot: "^packages/core/",
      },
    },
    {
      name: "tools-stand-on-core",
      comment: "packages/tools imports only core",
      severity: "error",
      from: { path: "^packages/tools/" },
      to: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent|scripts)/",
        pathNot: "^packages/(core|tools)/",
      },
    },
    {
      name: "pipeline-stands-on-tools",
      comment: "packages/pipeline imports only core and tools",
      severity: "error",
      from: { path: "^packages/pipeline/" },
      to: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent|scripts)/",
        pathNot: "^packages/(core|tools|pipeline)/",
      },
    },
    {
      name: "doors-keep-apart",
      comment: "a door starts another door as a process, it never imports one",
      severity: "error",
      from: { path: `^(${doors})/` },
      to: { path: `^(${doors}|scripts)/`, pathNot: "^$1/" },
    },
    {
      name: "kit-stands-on-pipeline",
      comment: "actions/kit imports only core, tools and pipeline",
      severity: "error",
      from: { path: "^actions/kit/", pathNot: tests },
      to: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent|scripts)/",
        pathNot: "^(packages/(core|tools|pipeline)|actions/kit)/",
      },
    },
    {
      name: "hub-never-builds",
      comment: "the hub and the agent import only core and tools",
      severity: "error",
      from: { path: "^(orchestrator-app|runner-agent)/", pathNot: tests },
      to: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent|scripts)/",
        pathNot: "^(packages/(core|tools)|$1)/",
      },
    },
    {
      name: "one-importer-of-the-toolkit",
      comment: "only actions/kit imports @actions/*, so that the pipeline knows nothing of GitHub",
      severity: "error",
      from: { pathNot: "^actions/kit/src/" },
      to: { path: "node_modules/@actions/" },
    },
    {
      name: "stand-ins-stay-outside",
      comment: "packages/fake-github imports nothing of debootc, and only tests and scripts import it",
      severity: "error",
      from: { path: "^packages/fake-github/" },
      to: { path: "^(packages|cli|actions|scripts)/", pathNot: "^packages/fake-github/" },
    },
    {
      name: "no-stand-in-at-the-users",
      comment: "what runs at the user's does not import packages/fake-github",
      severity: "error",
      from: {
        path: "^(packages|cli|actions|orchestrator-app|runner-agent)/",
        pathNot: [tests, "^packages/fake-github/"],
      },
      to: { path: "^packages/fake-github/" },
    },
    {
      name: "no-cycles",
      comment: "no import cycle, types included",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-is-pure",
      comment: "core has no file system, process, network or machine",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: tests },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(buffer|crypto|path|path/posix|util)$" },
    },
    {
      name: "one-door-to-processes",
      comment:
        "only packages/tools/src/run.ts starts processes, and in fake-github, which stands alone, start-process.ts",
      severity: "error",
      from: {
        pathNot: [
          tests,
          "^packages/tools/src/run[.]ts$",
          "^packages/fake-github/src/process/start-process[.]ts$",
        ],
      },
      to: { path: "^(node:)?child_process$|node_modules/execa/" },
    },
    {
      name: "declared",
      comment: "every npm package is named in the package.json of the workspace that imports it",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "not-of-the-workshop",
      comment: "what runs at the user's does not import devDependencies",
      severity: "error",
      from: { path: "^(packages|cli|actions|orchestrator-app|runner-agent)/", pathNot: tests },
      // What the whole workspace tests with may be a dependency of one package.
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm"] },
    },
    {
      name: "resolvable",
      comment: "every import finds its file",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API for dependency-cruiser to parse with.
    parser: "swc",
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/fixtures/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};

// swc parses `using`, but its visitor, frozen before that came, throws on it.
const visitStatement = Reflect.get(Visitor.prototype, "visitStatement");
Visitor.prototype.visitStatement = function visitUsingToo(statement) {
  if (statement.type !== "UsingDeclaration") return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};
