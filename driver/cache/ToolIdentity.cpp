#include "driver/cache/ToolIdentity.h"
#include "driver/cache/FileProbe.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Process.h"
#include <elf.h>
#include <link.h>

namespace cotidy::driver {

/// The build id that the linker gave the object; empty if it gave none.
static std::string buildId(const dl_phdr_info &Object) {
  for (unsigned I = 0; I < Object.dlpi_phnum; ++I) {
    const ElfW(Phdr) &Header = Object.dlpi_phdr[I];
    if (Header.p_type != PT_NOTE)
      continue;
    llvm::StringRef Notes(
        reinterpret_cast<const char *>(Object.dlpi_addr + Header.p_vaddr),
        Header.p_memsz);
    while (Notes.size() >= sizeof(ElfW(Nhdr))) {
      ElfW(Nhdr) Note;
      memcpy(&Note, Notes.data(), sizeof(Note));
      size_t Name = sizeof(Note);
      size_t Content = Name + llvm::alignTo(Note.n_namesz, 4);
      if (Note.n_type == NT_GNU_BUILD_ID && Note.n_namesz == 4 &&
          Notes.substr(Name, 3) == "GNU")
        return llvm::toHex(Notes.substr(Content, Note.n_descsz));
      Notes = Notes.drop_front(std::min<size_t>(
          Notes.size(), Content + llvm::alignTo(Note.n_descsz, 4)));
    }
  }
  return "";
}

std::string toolIdentity() {
  std::string Identity = "cotidy " COTIDY_VERSION " LLVM " COTIDY_LLVM_VERSION;
  dl_iterate_phdr(
      [](dl_phdr_info *Object, size_t, void *Into) {
        std::string Id = buildId(*Object);
        // The program itself has no name here.
        std::string File =
            *Object->dlpi_name ? Object->dlpi_name : "/proc/self/exe";
        FileStamp Stamp;
        if (Id.empty() && kindOf(File, Stamp) == PathKind::File)
          Id = File + " " + std::to_string(Stamp.Size) + " " +
               std::to_string(Stamp.Modified);
        *static_cast<std::string *>(Into) += "\n" + Id;
        return 0;
      },
      &Identity);
  return Identity;
}

std::string compilerEnvironment() {
  std::string All;
  for (const char *Name :
       {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
        "OBJCPLUS_INCLUDE_PATH", "CCC_OVERRIDE_OPTIONS", "COMPILER_PATH",
        "GCC_EXEC_PREFIX", "SDKROOT", "SOURCE_DATE_EPOCH", "CL", "_CL_",
        "INCLUDE"})
    if (auto Value = llvm::sys::Process::GetEnv(Name))
      ((All += Name) += '=') += *Value + "\n";
  return All;
}

} // namespace cotidy::driver
