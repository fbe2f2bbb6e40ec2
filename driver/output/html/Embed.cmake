# cmake -DROOT=dir "-DFILES=a.js;b.css" -DOUTPUT=x.cpp -P Embed.cmake
#
# Writes the text of FILES, in ROOT, as raw string literals.
set(code "// Generated from driver/output/html/ by Embed.cmake.\n"
         "#include \"driver/output/HtmlPage.h\"\n\n"
         "llvm::ArrayRef<cotidy::driver::HtmlPart> cotidy::driver::htmlParts() {\n"
         "  static const HtmlPart Parts[] = {\n")
string(JOIN "" code ${code})
file(WRITE "${OUTPUT}" "${code}")
foreach(name IN LISTS FILES)
  file(READ "${ROOT}/${name}" text)
  file(APPEND "${OUTPUT}" "      {\"${name}\", R\"cotidy(${text})cotidy\"},\n")
endforeach()
file(APPEND "${OUTPUT}" "  };\n  return Parts;\n}\n")
