"""The repository that holds the command `cotidy`: the one that is installed."""

def _cotidy_tool_impl(ctx):
    tool = ctx.path(ctx.attr.path) if ctx.attr.path else ctx.which("cotidy")
    if not tool or not tool.exists:
        fail("there is no %s; install cotidy, or name it: cotidy_tool(name = \"%s\", path = \"/opt/cotidy/bin/cotidy\")" %
             ("'%s'" % ctx.attr.path if ctx.attr.path else "'cotidy' on the PATH", ctx.name))
    ctx.symlink(tool, "cotidy")
    ctx.file("BUILD.bazel", 'exports_files(["cotidy"])\n')

cotidy_tool = repository_rule(
    implementation = _cotidy_tool_impl,
    attrs = {"path": attr.string(doc = "the command; default: the first on the PATH")},
    environ = ["PATH"],
    local = True,
    doc = "Makes the repository of the command `cotidy`; its name is `cotidy_tool`.",
)
