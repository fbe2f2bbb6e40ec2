vim.api.nvim_create_autocmd("FileType", {
  pattern = "cpp",
  callback = function(event)
    local top = vim.fs and vim.fs.dirname(vim.fs.find("compile_commands.json", { upward = true })[1])
    cotidy = cotidy or vim.lsp.start_client({
      name = "cotidy",
      cmd = { "cotidy-clangd" },
      root_dir = top or vim.fn.getcwd(),
    })
    vim.lsp.buf_attach_client(event.buf, cotidy)
  end,
})
