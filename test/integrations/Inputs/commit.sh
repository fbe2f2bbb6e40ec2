# commit.sh ROOT WORK BIN: commits to WORK/project with the hook installed from a
# repository that holds what ours does.
Root=$1 Work=$2
export PATH="$3:/usr/bin:/bin" PRE_COMMIT_HOME=$Work/cache GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=n GIT_AUTHOR_EMAIL=e@example.org GIT_COMMITTER_NAME=n GIT_COMMITTER_EMAIL=e@example.org
mkdir "$Work/hooks" && cp -r "$Root/.pre-commit-hooks.yaml" "$Root/integrations" "$Work/hooks"
git -C "$Work/hooks" init -q -b main && git -C "$Work/hooks" add . && git -C "$Work/hooks" commit -q -m hooks
cd "$Work/project" || exit
cat > .pre-commit-config.yaml <<END
repos:
  - repo: $Work/hooks
    rev: $(git -C "$Work/hooks" rev-parse HEAD)
    hooks:
      - id: cotidy
END
pre-commit install
git add .
echo "== commit"
git commit -q -m "a finding"
echo "exit $?"
sed -i '/sleep(1)/d' new.cpp
git add .
echo "== mended"
git commit -q -m "none"
echo "exit $?"
