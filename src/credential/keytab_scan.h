// Walking a keytab of libkrb5's with owners for what it hands out.
#pragma once

#include <krb5.h>

namespace mutauth::credential {

/// Ends the scan of a keytab whatever happens in it.
class KeytabScan {
  public:
    KeytabScan(krb5_context context, krb5_keytab keytab) : context_(context), keytab_(keytab) {
        begun_ = ::krb5_kt_start_seq_get(context, keytab, &cursor_);
    }
    ~KeytabScan() {
        if (begun_ == 0) {
            ::krb5_kt_end_seq_get(context_, keytab_, &cursor_);
        }
    }
    KeytabScan(const KeytabScan&) = delete;
    KeytabScan& operator=(const KeytabScan&) = delete;

    krb5_error_code begun() const noexcept { return begun_; }
    krb5_error_code next(krb5_keytab_entry& entry) {
        return ::krb5_kt_next_entry(context_, keytab_, &entry, &cursor_);
    }

  private:
    krb5_context context_;
    krb5_keytab keytab_;
    krb5_kt_cursor cursor_{};
    krb5_error_code begun_;
};

/// A keytab's entry with its key, freed whatever is thrown meanwhile.
class ScannedEntry {
  public:
    explicit ScannedEntry(krb5_context context) noexcept : context_(context) {}
    ~ScannedEntry() { ::krb5_free_keytab_entry_contents(context_, &value); }
    ScannedEntry(const ScannedEntry&) = delete;
    ScannedEntry& operator=(const ScannedEntry&) = delete;

    krb5_keytab_entry value{};

  private:
    krb5_context context_;
};

}  // namespace mutauth::credential
