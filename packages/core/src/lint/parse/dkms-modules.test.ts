import { expect, test } from "vitest";
import { dkmsModules } from "./dkms-modules.ts";

test.each([
  [
    "a name of its own beats the built one",
    'BUILT_MODULE_NAME[0]="nvidia"\nDEST_MODULE_NAME[0]="nvidia-current"\n',
    ["nvidia-current"],
  ],
  ["several modules", "BUILT_MODULE_NAME[0]='zfs'\nBUILT_MODULE_NAME[1]=spl # x\n", ["zfs", "spl"]],
  ["no index", "BUILT_MODULE_NAME=acpi_call\n", ["acpi_call"]],
  ["no name", 'PACKAGE_NAME="vhba"\nPACKAGE_VERSION="1"\n', ["vhba"]],
  ["a variable", 'PACKAGE_NAME=x-y\n  BUILT_MODULE_NAME[0]="${PACKAGE_NAME}_z"\n', ["x-y_z"]],
  [
    "what the shell computes is unknown",
    'BUILT_MODULE_NAME[0]="$(uname -r)"\nBUILT_MODULE_NAME[1]=$other\n',
    [],
  ],
  ["a comment is none", "# BUILT_MODULE_NAME[0]=no\nBUILT_MODULE_NAME[0]=yes\n", ["yes"]],
])("modules of a dkms.conf: %s", (_, conf, names) => {
  expect(dkmsModules(conf)).toEqual(names);
});
