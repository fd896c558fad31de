module mutauth/tests/interop/gokrb5

go 1.19

require github.com/jcmturner/gokrb5/v8 v8.4.4

require github.com/hashicorp/go-uuid v1.0.3 // indirect
require github.com/jcmturner/aescts/v2 v2.0.0 // indirect
require github.com/jcmturner/dnsutils/v2 v2.0.0 // indirect
require github.com/jcmturner/gofork v1.7.6 // indirect
require github.com/jcmturner/goidentity/v6 v6.0.1 // indirect
require github.com/jcmturner/rpc/v2 v2.0.3 // indirect
require golang.org/x/crypto v0.6.0 // indirect
require golang.org/x/net v0.7.0 // indirect
