# The tests of cotidy. How to write one: docs/contributing.md.
import importlib.util
import os
import platform
import shutil
import subprocess
import sys

import lit.formats

config.name = "cotidy" if not config.plugin_only else "cotidy for LLVM " + config.llvm_version
config.test_format = lit.formats.ShTest(execute_external=False)
config.test_source_root = os.path.join(config.cotidy_root, "test")
config.test_exec_root = os.path.join(config.cotidy_build, "test")
config.suffixes = [".cpp", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt", "tools"]
if config.plugin_only:
    # A build for another LLVM than the main one has no command, no language
    # server and no runtime: these tests are theirs, or those of the repository
    # and of the catalogue, which say the same of any LLVM.
    config.excludes += ["catalog", "corun", "driver", "editor", "examples", "fixes"]
    config.excludes += ["integrations", "meta", "packaging"]
else:
    config.available_features.add("driver")

build = config.cotidy_build
inputs = os.path.join(config.test_source_root, "Inputs")
plugin = os.path.join(build, "lib", "libcotidy.so")
clang_tidy = os.path.join(config.llvm_bin, "clang-tidy")
python = sys.executable

config.environment["PATH"] = os.pathsep.join(
    [config.llvm_bin, config.environment.get("PATH", "")]
)
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
# Nothing of the developer's own set-up may reach a test.
for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME"):
    config.environment[name] = os.path.join(config.test_exec_root, "home")
# A result of an earlier test would not be that of the code under test.
config.environment["COTIDY_NO_CACHE"] = "1"
for name in ("COTIDY_TEST_PRELOAD",):
    config.environment.pop(name, None)

if config.sanitize:
    # LLVM itself is not instrumented: what crosses that border cannot be told.
    config.environment["ASAN_OPTIONS"] = (
        "detect_leaks=0:detect_container_overflow=0:detect_odr_violation=0"
    )
    # clang-tidy is not instrumented, the plugin it loads is.
    sanitizer = subprocess.check_output(
        [
            os.path.join(config.llvm_bin, "clang++"),
            f"-print-file-name=libclang_rt.asan-{platform.machine()}.so",
        ],
        text=True,
    ).strip()
    config.environment["COTIDY_TEST_PRELOAD"] = sanitizer
    clang_tidy = f"env LD_PRELOAD={sanitizer} {clang_tidy}"
    config.available_features.add("asan")

config.available_features.add("llvm-" + config.llvm_version)
if lit_config.params.get("full"):
    config.available_features.add("full")
if os.path.exists("/usr/include/boost/asio/awaitable.hpp"):
    config.available_features.add("boost-asio")
if os.path.exists("/usr/include/asio/awaitable.hpp"):
    config.available_features.add("asio")
if os.path.exists(os.path.join(build, "runtime", "libcorun_guard.so")):
    config.available_features.add("corun-guard")
if os.path.exists(os.path.join(build, "bin", "call-dump")):
    config.available_features.add("call-dump")
if os.path.exists("/usr/include/boost/thread/future.hpp"):
    config.available_features.add("boost-thread")
if os.path.exists("/usr/include/kj/async.h"):
    config.available_features.add("kj")
if os.path.exists("/usr/include/qcoro6/qcoro/qcorotask.h"):
    config.available_features.add("qcoro")
if os.path.isdir(f"/usr/lib/llvm-{config.llvm_version}/include/c++/v1"):
    config.available_features.add("libc++")
for program in ("bazel", "fish", "man", "nvim", "pre-commit", "zsh"):
    if shutil.which(program):
        config.available_features.add(program)
if importlib.util.find_spec("yaml"):
    config.available_features.add("python3-yaml")
if shutil.which("cpack") and shutil.which("dpkg-shlibdeps"):
    config.available_features.add("debian-packages")
# It mounts, and fetches packages.
if os.getuid() == 0 and shutil.which("debootstrap"):
    config.available_features.add("debian-root")
sarif_validator = os.path.join(
    build, "tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
)
if os.access(sarif_validator, os.X_OK):
    config.available_features.add("sarif-validator")
node_modules = os.path.join(build, "tools", "node_modules")
chromium = shutil.which("chromium")
if chromium and shutil.which("node") and all(
    os.path.isdir(os.path.join(node_modules, name)) for name in ("axe-core", "playwright-core")
):
    config.available_features.add("browser")
if shutil.which("node") and os.path.isdir(
    os.path.join(node_modules, "vscode-languageserver-protocol")
):
    config.available_features.add("language-client")
config.environment["COTIDY_NODE_MODULES"] = node_modules
config.environment["COTIDY_CHROMIUM"] = chromium or ""
# It wants a library for languages that it does not need here.
sarif_validate = f"env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 {sarif_validator} validate"

tools = os.path.join(config.test_source_root, "tools")
through_doors = ["--plugin-only"] if config.plugin_only else []
check_test = " ".join(
    [
        python,
        os.path.join(tools, "check_test.py"),
        f"--build={build}",
        f"--llvm-bin={config.llvm_bin}",
        f"--inputs={inputs}",
        *through_doors,
        "--work=%t.work",
    ]
)
# A clang-tidy that the plugin is not built for.
other_llvm = "19" if config.llvm_version == "22" else "22"
if shutil.which("clang-tidy-" + other_llvm):
    config.available_features.add("other-clang-tidy")

# The longer name first: lit replaces in this order.
config.substitutions += [
    ("%check_test", check_test),
    ("%clang-tidy", f"{clang_tidy} --load={plugin}"),
    (r"%clang\+\+", os.path.join(config.llvm_bin, "clang++")),
    ("%clangd", os.path.join(build, "bin", "cotidy-clangd")),
    ("%cotidy", os.path.join(build, "bin", "cotidy")),
    ("%editor", "node " + os.path.join(config.test_source_root, "editor", "Inputs")),
    ("%sarif-validate", sarif_validate),
    ("%browser", "node " + os.path.join(config.test_source_root, "driver", "Inputs", "html")),
    ("%plugin", plugin),
    ("%llvm-bin", config.llvm_bin),
    ("%llvm-version", config.llvm_version),
    ("%other-llvm", other_llvm),
    ("%guard", os.path.join(build, "runtime", "corun-guard")),
    ("%llvm_include", os.path.join(os.path.dirname(config.llvm_bin), "include")),
    ("%python", python),
    ("%inputs", inputs),
    ("%root", config.cotidy_root),
    ("%build", build),
    ("%tools", tools),
]
