// libtirpc's RPCSEC_GSS with privacy, as an echo.
#pragma once

#include <rpc/rpc.h>
#include <rpc/rpcsec_gss.h>

#include <string>
#include <vector>

#include "server_process.h"

namespace mutauth::bench {

class RpcEcho {
  public:
    /// Its server cannot decode sealed arguments of 64 KiB.
    static constexpr std::size_t kLongest = 49152;

    RpcEcho() {
        sockaddr_in to = server_.address();
        const netbuf address{sizeof to, sizeof to, &to};
        client_ = ::clnt_vc_create(server_.connected(), &address, kProgram, kVersion, 0, 0);
        require(client_ != nullptr);
        std::string service = kService;
        std::string mechanism = kMechanism;
        client_->cl_auth = ::rpc_gss_seccreate(client_, service.data(), mechanism.data(),
                                               rpcsec_gss_svc_privacy, nullptr, nullptr, nullptr);
        require(client_->cl_auth != nullptr);
    }
    RpcEcho(const RpcEcho&) = delete;
    RpcEcho& operator=(const RpcEcho&) = delete;
    ~RpcEcho() {
        auth_destroy(client_->cl_auth);
        clnt_destroy(client_);
    }

    const ServerProcess& server() const { return server_; }

    void echo(std::vector<char>& message) {
        Octets in{message.data(), static_cast<u_int>(message.size())};
        Octets out{nullptr, 0};
        require(clnt_call(client_, kEcho, reinterpret_cast<xdrproc_t>(xdr_octets), &in,
                          reinterpret_cast<xdrproc_t>(xdr_octets), &out,
                          (timeval{30, 0})) == RPC_SUCCESS &&
                out.size == message.size());
        clnt_freeres(client_, reinterpret_cast<xdrproc_t>(xdr_octets), &out);
    }

  private:
    static constexpr rpcprog_t kProgram = 0x20000001;
    static constexpr rpcvers_t kVersion = 1;
    static constexpr rpcproc_t kEcho = 1;
    static constexpr const char* kService = "host@host1.example.test";
    static constexpr const char* kMechanism = "kerberos_v5";

    struct Octets {
        char* data;
        u_int size;
    };
    static bool_t xdr_octets(XDR* xdrs, Octets* octets) {
        return ::xdr_bytes(xdrs, &octets->data, &octets->size, kLongest);
    }

    static void answer(svc_req* request, SVCXPRT* transport) {
        require(request->rq_cred.oa_flavor == RPCSEC_GSS && request->rq_proc == kEcho);
        Octets octets{nullptr, 0};
        require(svc_getargs(transport, reinterpret_cast<xdrproc_t>(xdr_octets), &octets) != 0);
        require(::svc_sendreply(transport, reinterpret_cast<xdrproc_t>(xdr_octets), &octets) != 0);
        svc_freeargs(transport, reinterpret_cast<xdrproc_t>(xdr_octets), &octets);
    }

    static void serve(int listener) {
        std::string service = kService;
        std::string mechanism = kMechanism;
        require(::rpc_gss_set_svc_name(service.data(), mechanism.data(), 0, kProgram, kVersion) !=
                0);
        SVCXPRT* transport = ::svc_vc_create(listener, 0, 0);
        require(transport != nullptr &&
                ::svc_reg(transport, kProgram, kVersion, answer, nullptr) != 0);
        ::svc_run();
    }

    ServerProcess server_{serve};
    CLIENT* client_ = nullptr;
};

}  // namespace mutauth::bench
