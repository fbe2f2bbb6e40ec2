#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

std::string annotation(const Result &R) {
  std::string Text = R.Message;
  for (const ResultNote &N : R.Notes) {
    Text += '\n';
    if (N.Where && N.Where->Point.Line != R.Where.Point.Line)
      Text += placeText(*N.Where) + ": ";
    Text += N.Message;
  }
  return Text;
}

std::string annotation(const Failure &F) {
  return "not analysed: " + F.Message;
}

std::string xmlText(llvm::StringRef Text) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  for (char C : llvm::json::fixUTF8(Text)) {
    bool IsControl = static_cast<unsigned char>(C) < 0x20 || C == 0x7f;
    if (C == '\n')
      OS << "&#10;"; // a plain one in an attribute is read as a space
    else if (C == '\t')
      OS << "&#9;";
    else if (IsControl)
      OS << "\xef\xbf\xbd";
    else
      llvm::printHTMLEscaped(llvm::StringRef(&C, 1), OS);
  }
  return Result;
}

} // namespace cotidy::driver
