"""cotidy as actions of Bazel: docs/ci.md says how to use it.

    cotidy_facts   aspect: `cotidy facts` for each C++ source of a target and of what it depends on
    cotidy_report  rule: what `cotidy link` says of them, as files
    cotidy_test    rule: the same as a test, which fails when there are findings
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

CotidyInfo = provider(
    doc = "What is known of a target and of what it depends on.",
    fields = {
        "units": "depset of the files that `cotidy facts` wrote",
        "sources": "depset of the sources that a report may quote",
    },
)

_OptionsInfo = provider(fields = ["options"])

def _string_list_flag_impl(ctx):
    return _OptionsInfo(options = ctx.build_setting_value)

string_list_flag = rule(
    implementation = _string_list_flag_impl,
    build_setting = config.string_list(flag = True),
    doc = "A list of options that the command line of Bazel sets.",
)

_EXTENSIONS = ["c++", "C", "cc", "cpp", "cppm", "cxx", "ixx"]

# The project's root. It is the same text in each sandbox and on each machine,
# so that equal inputs give equal outputs.
_ROOT = "/proc/self/cwd"

def _arguments_of_compiler(target, ctx, source, toolchain):
    """The command line that compiles `source`."""
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    copts = []
    for option in getattr(ctx.rule.attr, "copts", []):
        option = ctx.expand_make_variables("copts", ctx.expand_location(option), {})
        copts += ctx.tokenize(option)
    context = target[CcInfo].compilation_context
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = source.path,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts + copts,
        include_directories = context.includes,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        framework_include_directories = context.framework_includes,
        preprocessor_defines = depset(transitive = [context.defines, context.local_defines]),
    )
    compiler = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
    )
    return [compiler] + cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _facts_of(target, ctx, source, toolchain, headers):
    """Declares the action for `source`, and returns the file that it writes."""
    name = "%s.cotidy/%s" % (ctx.label.name, source.short_path.replace("../", "external/"))
    unit, rule, unused, database = [
        ctx.actions.declare_file(name + extension)
        for extension in (".cotidy", ".d", ".unused", ".json")
    ]
    ctx.actions.write(database, json.encode_indent([{
        "directory": _ROOT,
        "file": source.path,
        "arguments": _arguments_of_compiler(target, ctx, source, toolchain),
    }]) + "\n")
    arguments = ctx.actions.args()
    arguments.add_all([headers, rule, unused, ctx.executable._tool, "facts"])
    arguments.add("-p", database)
    arguments.add("-o", unit)
    arguments.add("--dependency-file", rule)
    arguments.add_all(["--root", _ROOT, "--exclude", "bazel-out", "--exclude", "external"])
    arguments.add_all(["--no-cache", "-j1"]) # what is up to date is for Bazel to know
    arguments.add_all(ctx.attr._facts_options[_OptionsInfo].options)
    arguments.add("%s/%s" % (_ROOT, source.path))
    ctx.actions.run(
        mnemonic = "CotidyFacts",
        progress_message = "Checking %s" % source.short_path,
        executable = ctx.executable._facts,
        arguments = [arguments],
        inputs = depset(
            [source, database, headers] + ctx.files._config,
            transitive = [target[CcInfo].compilation_context.headers, toolchain.all_files],
        ),
        tools = [ctx.executable._tool],
        outputs = [unit, rule, unused],
        unused_inputs_list = unused,
    )
    return unit

def _cotidy_facts_impl(target, ctx):
    below = []
    for name in _DEPENDENCIES:
        for dependency in getattr(ctx.rule.attr, name, None) or []:
            if CotidyInfo in dependency:
                below.append(dependency[CotidyInfo])
    units, sources = [], []

    # Other repositories are not the project's own.
    if CcInfo in target and not ctx.label.workspace_name:
        toolchain = find_cpp_toolchain(ctx)
        headers = ctx.actions.declare_file("%s.cotidy/headers" % ctx.label.name)
        paths = ctx.actions.args()
        paths.set_param_file_format("multiline")
        paths.add_all(target[CcInfo].compilation_context.headers)
        ctx.actions.write(headers, paths)
        for attribute in ("srcs", "hdrs", "textual_hdrs"):
            sources += getattr(ctx.rule.files, attribute, [])
        units = [
            _facts_of(target, ctx, source, toolchain, headers)
            for source in getattr(ctx.rule.files, "srcs", [])
            if source.extension in _EXTENSIONS
        ]
    info = CotidyInfo(
        units = depset(units, transitive = [info.units for info in below]),
        sources = depset(sources, transitive = [info.sources for info in below]),
    )
    return [info, OutputGroupInfo(default = info.units, cotidy = info.units)]

_DEPENDENCIES = ["deps", "implementation_deps", "interface_deps"]

_TOOL = {
    "_tool": attr.label(
        default = "@cotidy_tool//:cotidy",
        allow_single_file = True,
        executable = True,
        cfg = "host",
    ),
}

cotidy_facts = aspect(
    implementation = _cotidy_facts_impl,
    attr_aspects = _DEPENDENCIES,
    attrs = dict(
        _TOOL,
        _cc_toolchain = attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        _config = attr.label(default = "//:config", allow_files = True),
        _facts = attr.label(
            default = "//:facts.sh",
            allow_single_file = True,
            executable = True,
            cfg = "host",
        ),
        _facts_options = attr.label(default = "//:facts_options"),
    ),
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    doc = "Runs `cotidy facts` for each C++ source. The output group `cotidy` holds what it wrote.",
)

def _together(ctx):
    """The units of all targets once, the sources, and the baseline."""
    infos = [target[CotidyInfo] for target in ctx.attr.targets]
    return (
        depset(transitive = [info.units for info in infos]),
        depset(transitive = [info.sources for info in infos]),
        ctx.files.baseline,
    )

def _cotidy_report_impl(ctx):
    units, sources, baseline = _together(ctx)
    outputs = [ctx.actions.declare_file("%s.%s" % (ctx.label.name, f)) for f in ctx.attr.formats]

    # A project has more units than a command line takes.
    unit_list = ctx.actions.args()
    unit_list.use_param_file("@%s", use_always = True)
    unit_list.set_param_file_format("shell")
    unit_list.add_all(units)
    options = ctx.actions.args()
    for format, output in zip(ctx.attr.formats, outputs):
        options.add("--format", output, format = format + "=%s")
    for file in baseline:
        options.add("--baseline", file)
    options.add("--quiet")
    options.add_all(ctx.attr.options)

    # Findings, and what was not analysed, are what the report is about.
    ctx.actions.run_shell(
        mnemonic = "CotidyLink",
        progress_message = "Reporting %s" % ctx.label,
        command = '"$@"; status=$?; [ $status -le 1 ] || [ $status = 3 ]',
        arguments = [ctx.executable._tool.path, "link", unit_list, options],
        inputs = depset(baseline, transitive = [units, sources]),
        tools = [ctx.executable._tool],
        outputs = outputs,
    )
    return [DefaultInfo(files = depset(outputs))]

def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _cotidy_test_impl(ctx):
    units, sources, baseline = _together(ctx)
    unit_list = ctx.actions.declare_file("%s.units" % ctx.label.name)
    paths = ctx.actions.args()
    paths.set_param_file_format("shell")
    paths.add_all(units, map_each = _short_path)
    ctx.actions.write(unit_list, paths)
    words = [ctx.executable._tool.short_path, "link", "@" + unit_list.short_path]
    for file in baseline:
        words += ["--baseline", file.short_path]
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(
        script,
        "#!/bin/sh\nexec %s \"$@\"\n" % " ".join([_quoted(w) for w in words + ctx.attr.options]),
        is_executable = True,
    )
    files = depset([unit_list, ctx.executable._tool] + baseline, transitive = [units, sources])
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles(transitive_files = files))]

def _short_path(file):
    return file.short_path

_LINK = dict(
    _TOOL,
    targets = attr.label_list(
        aspects = [cotidy_facts],
        mandatory = True,
        doc = "targets to report on, with all that they depend on in this workspace",
    ),
    baseline = attr.label(allow_single_file = True, doc = "findings to leave out"),
    options = attr.string_list(doc = "more options of `cotidy link`"),
)

cotidy_report = rule(
    implementation = _cotidy_report_impl,
    attrs = dict(
        _LINK,
        formats = attr.string_list(
            default = ["text"],
            doc = "formats of `cotidy link`; each writes NAME.FORMAT",
        ),
    ),
    doc = "Reports on targets, with calls followed through all their files. Findings fail nothing.",
)

cotidy_test = rule(
    implementation = _cotidy_test_impl,
    attrs = _LINK,
    test = True,
    doc = "Fails when there are findings, as `cotidy link` does. Arguments are more of its options.",
)
