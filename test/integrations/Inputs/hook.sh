# hook.sh ROOT WORK BIN: runs the hook as pre-commit does, on file names.
Root=$1 Bin=$3
cd "$2/project" || exit
hook() { # NAME ARGUMENT...
  echo "== $1"
  shift
  env PATH="$Bin:/usr/bin:/bin" "$Root/integrations/pre-commit" "$@" 2>&1
  echo "exit $?"
}
hook all new.cpp old.cpp tool.cpp
hook "not compiled" tool.cpp
hook "with options" -p build/compile_commands.json --fail-level error --checks=-async-blocking-call old.cpp
hook "only changed lines" --new-from HEAD new.cpp old.cpp
hook "no database" -p nowhere old.cpp
Bin=/nowhere
hook "not installed" old.cpp
