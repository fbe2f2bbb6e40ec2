#!/bin/bash
# repository.sh FOLDER MOCKS: a Git repository with one finding in its first
# commit, and another in a file that is changed and not committed.
set -euo pipefail
mkdir -p "$1/build"
cd "$1"
source() { # FILE FUNCTION...
  local File=$1 Function
  shift
  printf '#include "home_made.hpp"\n#include <unistd.h>\n' > "$File"
  for Function in "$@"; do
    printf 'home::Lazy<> %s() {\n  sleep(1);\n  co_return;\n}\n' "$Function" >> "$File"
  done
}
git init -q -b main .
printf '{}\n' > cotidy.json
printf "Checks: ''\n" > .clang-tidy
printf 'build/\n' > .gitignore
source old.cpp old
source new.cpp
printf 'int not_compiled = "";\n' > tool.cpp
for File in old new; do
  printf '{"directory": "%s", "file": "%s.cpp", "arguments": ["c++", "-std=c++20", "-I%s", "-c", "%s.cpp"]}\n' \
    "$PWD" "$File" "$2" "$File"
done | sed '1s/^/[/; 1s/$/,/; $s/$/]/' > build/compile_commands.json
git add .
git -c user.name=n -c user.email=e@example.org commit -q -m first
source new.cpp added
