# What the library stands on, all from the distribution.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(GSSAPI REQUIRED IMPORTED_TARGET mit-krb5-gssapi)
pkg_check_modules(KRB5 REQUIRED IMPORTED_TARGET mit-krb5)
pkg_check_modules(LDAP REQUIRED IMPORTED_TARGET ldap lber)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto>=3.0)
