# step.sh ROOT WORK BIN: runs integrations/ci.sh with the inputs that action.yml
# gives it by default, and with others.
Root=$1 Work=$2 Bin=$3
cd "$Work/project" || exit
export GITHUB_OUTPUT=$Work/output GITHUB_STEP_SUMMARY=$Work/summary
step() { # NAME [VARIABLE=VALUE...]
  echo "== $1"
  shift
  rm -f cotidy.sarif "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY"
  env PATH="$Bin:/usr/bin:/bin" COTIDY_BUILD=build COTIDY_PACKAGE= COTIDY_BASELINE= \
    COTIDY_NEW_FROM= COTIDY_FAIL_LEVEL=warning COTIDY_ANNOTATE=true \
    COTIDY_SARIF=cotidy.sarif COTIDY_ARGUMENTS= "$@" "$Root/integrations/ci.sh" 2>&1
  echo "exit $?"
  cat "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY" 2> /dev/null
}
step annotations
echo "results $(grep -c '"ruleId"' cotidy.sarif)"
step "only new" COTIDY_NEW_FROM=main
echo "== of another user"
# Only root can give files away.
[[ $(id -u) != 0 ]] || chown -R 65534:65534 .
step "only new" COTIDY_NEW_FROM=main GITHUB_WORKSPACE="$PWD"
[[ $(id -u) != 0 ]] || chown -R 0:0 .
"$Bin/cotidy" --write-baseline "$Work/known.json" > /dev/null
step baseline COTIDY_BASELINE="$Work/known.json"
step never COTIDY_FAIL_LEVEL=never
step "text, more arguments" COTIDY_ANNOTATE=false "COTIDY_ARGUMENTS=--quiet --color never"
echo 'int wrong = ;' > new.cpp
step "what is not compiled"
step wrong COTIDY_FAIL_LEVEL=loud
Bin=/nowhere
step "not installed"
echo "== end"
