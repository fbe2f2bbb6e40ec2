-- Run in the buffer of main.cpp, with neovim-init.lua as configuration: writes what a user sees to transcript.txt.
local transcript = io.open("transcript.txt", "w")
local function say(...) transcript:write(string.format(...), "\n") end
local function finish(status)
  transcript:close()
  vim.cmd(status == 0 and "qall!" or "cquit!")
end
local function wait_for(what, condition)
  if not vim.wait(500000, condition, 50) then
    say("waited in vain for %s", what)
    finish(1)
  end
end

wait_for("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
for _, found in ipairs(vim.diagnostic.get(0)) do
  local level = found.severity == vim.diagnostic.severity.WARN and "warning" or "other"
  say("main.cpp:%d:%d: %s: %s [%s]", found.lnum + 1, found.col + 1, level, found.message, found.code or found.user_data.lsp.code)
end

-- The user puts the cursor there, asks for code actions and chooses the first.
vim.api.nvim_win_set_cursor(0, { vim.diagnostic.get(0)[1].lnum + 1, vim.diagnostic.get(0)[1].col })
local chosen = false
vim.ui.select = function(items, options, on_choice)
  say("%s", options.prompt)
  for number, item in ipairs(items) do
    say("%d: %s", number, options.format_item(item))
  end
  say("chosen: 1")
  on_choice(items[1], 1)
  chosen = true
end
vim.lsp.buf.code_action()
wait_for("code actions", function() return chosen end)
local line = vim.api.nvim_win_get_cursor(0)[1]
say("line %d: %s", line, vim.api.nvim_buf_get_lines(0, line - 1, line, true)[1])
wait_for("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)
say("diagnostics left: %d", #vim.diagnostic.get(0))
finish(0)
