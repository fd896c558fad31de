#include "credential/keytab_format.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/system_error.h"
#include "credential/keytab_scan.h"
#include "credential/size_signal.h"

namespace mutauth::credential {
namespace {

// The file format's version 2, which every libkrb5 since 1.0 writes.
constexpr std::array<std::uint8_t, 2> kVersion{5, 2};

Result<FileDescriptor> memory_file(ByteView content) {
    FileDescriptor file(::memfd_create("mutauth-keytab", MFD_CLOEXEC));
    if (!file) {
        return system_error("memfd_create");
    }
    const NoSizeSignal guarded;
    while (!content.empty()) {
        const ssize_t written = ::write(file.get(), content.data(), content.size());
        if (written < 0) {
            return system_error("write");
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return file;
}

Result<Bytes> content_of(const FileDescriptor& file) {
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    if (size < 0) {
        return system_error("lseek");
    }
    Bytes out(static_cast<std::size_t>(size));
    if (::pread(file.get(), out.data(), out.size(), 0) != size) {
        return system_error("read");
    }
    return out;
}

Result<Keytab> keytab_over(const KerberosLibrary& library, const FileDescriptor& file) {
    Keytab keytab(library.get());
    const auto name = fmt::format("FILE:/proc/self/fd/{}", file.get());
    const auto code = ::krb5_kt_resolve(library.get(), name.c_str(), keytab.out());
    if (code != 0) {
        return library.error(Status::system_error, "a keytab in memory", code);
    }
    return keytab;
}

std::size_t read_u16(const Bytes& bytes, std::size_t at) {
    return std::size_t{bytes.at(at)} << 8 | bytes.at(at + 1);
}

/// libkrb5 stamps each entry with the time at which it writes it; when a key came to be there must
/// outlive the file's being written anew. The layout is that of MIT's
/// doc/formats/keytab_file_format: size, number of components, realm, components, name type,
/// timestamp.
void restore_timestamps(Bytes& content, const KeytabEntries& entries) {
    std::size_t record = kVersion.size();
    for (const auto& entry : entries) {
        std::size_t at = record + 4;
        const std::size_t texts = read_u16(content, at) + 1;
        at += 2;
        for (std::size_t i = 0; i < texts; ++i) {
            at += 2 + read_u16(content, at);
        }
        const auto stamp = write_u32(static_cast<std::uint32_t>(entry.timestamp));
        std::copy(stamp.begin(), stamp.end(),
                  content.begin() + static_cast<std::ptrdiff_t>(at + 4));
        const std::array<std::uint8_t, 4> size{content.at(record), content.at(record + 1),
                                               content.at(record + 2), content.at(record + 3)};
        record += 4 + read_u32(size);
    }
}

/// libkrb5 takes a cut entry for the end; written anew, the keytab would have lost it for good. A
/// negative size is a hole, 0 the end.
bool is_cut_short(ByteView content) {
    if (content.size() < kVersion.size() || content[1] != kVersion[1]) {
        // Version 1 has the sizes in the byte order of whoever wrote it.
        return content.size() < kVersion.size();
    }
    std::size_t at = kVersion.size();
    while (at < content.size()) {
        if (content.size() - at < 4) {
            return true;
        }
        const auto size = static_cast<std::int32_t>(read_u32(content.subspan(at).first<4>()));
        if (size == 0) {
            return false;
        }
        at += 4 + static_cast<std::size_t>(std::abs(std::int64_t{size}));
    }
    return at > content.size();
}

}  // namespace

Result<KeytabEntries> parse_keytab(ByteView content) {
    if (is_cut_short(content)) {
        return Error(Status::keytab_unreadable, "it is cut short");
    }
    auto library = KerberosLibrary::open();
    auto file = memory_file(content);
    if (!library || !file) {
        return library ? std::move(file).error() : std::move(library).error();
    }
    auto keytab = keytab_over(*library, *file);
    if (!keytab) {
        return std::move(keytab).error();
    }
    KeytabEntries out;
    KeytabScan scan(library->get(), keytab->get());
    krb5_error_code code = scan.begun();
    while (code == 0) {
        ScannedEntry entry(library->get());
        code = scan.next(entry.value);
        if (code == 0) {
            const auto& key = entry.value.key;
            out.push_back({principal_text(library->get(), entry.value.principal), entry.value.vno,
                           key.enctype, static_cast<std::uint32_t>(entry.value.timestamp),
                           Bytes(key.contents, key.contents + key.length)});
        }
    }
    if (code != KRB5_KT_END) {
        return library->error(Status::keytab_unreadable, "not a whole keytab", code);
    }
    return out;
}

Result<Bytes> format_keytab(const KeytabEntries& entries) {
    auto library = KerberosLibrary::open();
    auto file = memory_file(kVersion);
    if (!library || !file) {
        return library ? std::move(file).error() : std::move(library).error();
    }
    auto keytab = keytab_over(*library, *file);
    if (!keytab) {
        return std::move(keytab).error();
    }
    for (const auto& entry : entries) {
        if (const auto code = add_entry(*library, keytab->get(), entry); code != 0) {
            return library->error(Status::keytab_not_writable, "a key of " + entry.principal, code);
        }
    }
    auto content = content_of(*file);
    if (content) {
        restore_timestamps(*content, entries);
    }
    return content;
}

krb5_error_code add_entry(const KerberosLibrary& library,
                          krb5_keytab into,
                          const KeytabEntry& entry) {
    Principal principal(library.get());
    auto code = ::krb5_parse_name(library.get(), entry.principal.c_str(), principal.out());
    if (code != 0) {
        return code;
    }
    krb5_keytab_entry made{};
    made.principal = principal.get();
    made.vno = entry.kvno;
    made.timestamp = static_cast<krb5_timestamp>(entry.timestamp);
    made.key.enctype = entry.enctype;
    made.key.length = static_cast<unsigned>(entry.key.size());
    made.key.contents = const_cast<krb5_octet*>(entry.key.data());
    return ::krb5_kt_add_entry(library.get(), into, &made);
}

}  // namespace mutauth::credential
