# cmake -DROOT=dir "-DFILES=a.json;b.json" -DOUTPUT=x.cpp -P EmbedPacks.cmake
#
# Writes the text of FILES, relative to ROOT, as raw string literals.
set(code "// Generated from catalog/ by EmbedPacks.cmake.\n"
         "#include \"catalog/EmbeddedPacks.h\"\n\n"
         "llvm::ArrayRef<cotidy::EmbeddedPack> cotidy::embeddedPacks() {\n"
         "  static const EmbeddedPack Packs[] = {\n")
string(JOIN "" code ${code})
file(WRITE "${OUTPUT}" "${code}")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" text)
  file(APPEND "${OUTPUT}" "      {\"${file}\", R\"cotidy(${text})cotidy\"},\n")
endforeach()
file(APPEND "${OUTPUT}" "  };\n  return Packs;\n}\n")
