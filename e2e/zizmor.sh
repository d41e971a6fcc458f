#!/bin/bash
# zizmor finds nothing in the workflows, the actions and the templates, as in scan.yml: the version of .ci/zizmor.txt.
# takes: 1 s, 15 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
only_in_full_run "zizmor, which scan.yml runs for each change"

wanted=$(sed -n 's/^zizmor==\([0-9.]*\) .*/\1/p' "$root/.ci/zizmor.txt")
if [ "$(zizmor --version 2>/dev/null)" != "zizmor $wanted" ]; then
  python3 -m venv "$work/zizmor" && "$work/zizmor/bin/pip" install --quiet --require-hashes --requirement "$root/.ci/zizmor.txt" ||
    skip "needs zizmor $wanted, in PATH or from PyPI with python3-venv"
  PATH=$work/zizmor/bin:$PATH
fi
cd "$root" || exit 1
assert "the workflows, actions and templates have no findings" zizmor --offline .github/workflows actions templates

# It would say so if there was one.
mkdir -p "$work/.github/workflows"
printf '%s\n' 'on: pull_request_target' 'jobs:' '  a:' '    runs-on: ubuntu-24.04' '    steps:' \
  '      - run: echo "${{ github.event.pull_request.title }}"' >"$work/.github/workflows/bad.yml"
assert_not "a workflow that runs the title of a pull request has some" zizmor --offline "$work/.github/workflows"
