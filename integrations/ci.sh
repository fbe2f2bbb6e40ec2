#!/bin/bash
# What the GitHub Action runs; other CI systems may run it too. Inputs are
# environment variables, all optional:
#
#   COTIDY_BUILD       build folder with compile_commands.json (build)
#   COTIDY_BASELINE    findings to leave out
#   COTIDY_NEW_FROM    report only what lines changed since this revision cause
#   COTIDY_FAIL_LEVEL  note, warning, error; or never: findings do not fail
#   COTIDY_ANNOTATE    true: findings as annotations of a GitHub workflow
#   COTIDY_SARIF       file for the report as SARIF
#   COTIDY_JSON        file for the report as JSON
#   COTIDY_ARGUMENTS   more arguments, split at white space
#   COTIDY_PACKAGE     a .deb of cotidy to install first: a file or a URL
#
# It exits as cotidy does, and tells GitHub the number of findings.
set -euo pipefail

say() { echo "cotidy: $*" >&2; }
output() { [[ -z ${GITHUB_OUTPUT-} ]] || echo "$1=$2" >> "$GITHUB_OUTPUT"; }

Scratch=$(mktemp -d)
trap 'rm -rf "$Scratch"' EXIT

install_package() {
  local File=$COTIDY_PACKAGE AsRoot=()
  if [[ $File == *://* ]]; then
    curl --fail --silent --show-error --location --output "$Scratch/cotidy.deb" "$File"
    File=$Scratch/cotidy.deb
  fi
  [[ $(id -u) == 0 ]] || AsRoot=(sudo)
  # apt reads it as another user.
  chmod 755 "$Scratch"
  "${AsRoot[@]}" apt-get update -q >&2
  "${AsRoot[@]}" apt-get install -y -q --no-install-recommends "$(realpath "$File")" >&2
}

summary() { # CONCISE-REPORT: what the page of the workflow's run shows
  local Shown=50 Count
  Count=$(wc -l < "$1")
  echo "### cotidy"
  if [[ $Count == 0 ]]; then
    echo "No findings."
    return
  fi
  echo "| check | findings |"
  echo "|---|---:|"
  sed -n 's/.*\[\(async-[a-z-]*\)\]$/\1/p' "$1" | sort | uniq -c | sort -k1,1nr -k2 |
    while read -r Number Check; do
      echo "| [$Check](https://cotidy.dev/checks/$Check) | $Number |"
    done
  echo
  echo '```'
  head -n "$Shown" "$1"
  echo '```'
  [[ $Count -le $Shown ]] || echo "and $((Count - Shown)) more."
}

[[ -z ${COTIDY_PACKAGE-} ]] || install_package
if ! command -v cotidy > /dev/null; then
  say "error: there is no 'cotidy' on the PATH; install its package before, or name it ('package')"
  exit 2
fi

Arguments=(-p "${COTIDY_BUILD:-build}" --format "concise=$Scratch/findings")
if [[ ${COTIDY_ANNOTATE-} == true ]]; then
  Arguments+=(--format github --quiet)
else
  Arguments+=(--format text)
fi
[[ -z ${COTIDY_SARIF-} ]] || Arguments+=(--format "sarif=$COTIDY_SARIF")
[[ -z ${COTIDY_JSON-} ]] || Arguments+=(--format "json=$COTIDY_JSON")
[[ -z ${COTIDY_BASELINE-} ]] || Arguments+=(--baseline "$COTIDY_BASELINE")
[[ -z ${COTIDY_NEW_FROM-} ]] || Arguments+=(--new-from "$COTIDY_NEW_FROM")
[[ ${COTIDY_FAIL_LEVEL:-never} == never ]] || Arguments+=(--fail-level "$COTIDY_FAIL_LEVEL")
read -r -a More <<< "${COTIDY_ARGUMENTS-}"
Arguments+=("${More[@]}")

# In a container the checkout belongs to another user, which Git takes for an attack.
if [[ -n ${GITHUB_WORKSPACE-} ]]; then
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$GITHUB_WORKSPACE
fi

Status=0
cotidy "${Arguments[@]}" || Status=$?

# Also of a run in which some file was not analysed: the rest is reported.
if [[ $Status != 2 && -f $Scratch/findings ]]; then
  Count=$(grep -c ' \[async-[a-z-]*\]$' "$Scratch/findings" || true)
  output findings "$Count"
  output sarif "${COTIDY_SARIF-}"
  [[ -z ${GITHUB_STEP_SUMMARY-} ]] || summary "$Scratch/findings" >> "$GITHUB_STEP_SUMMARY"
fi
[[ $Status != 3 ]] || say "some files could not be analysed; see above"
[[ $Status != 1 || ${COTIDY_FAIL_LEVEL-} != never ]] || Status=0
exit "$Status"
