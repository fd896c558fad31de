// The channel's echo against gRPC's over mutual TLS, each server in a process of its own, all on
// the processor that they were started on.
#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "certificates.h"
#include "channel_echo.h"
#include "echo.grpc.pb.h"
#include "rounds.h"

namespace {

using namespace mutauth::bench;

constexpr const char* kHost = "service.example.test";

class Service final : public Echo::Service {
    grpc::Status Echo(grpc::ServerContext* /*context*/,
                      const Octets* request,
                      Octets* response) override {
        response->set_octets(request->octets());
        return grpc::Status::OK;
    }
};

class GrpcEcho {
  public:
    GrpcEcho() {
        int port = 0;
        require(read_all(server_.connected(), &port, sizeof port));
        grpc::SslCredentialsOptions options;
        options.pem_root_certs = service_.certificate;
        options.pem_private_key = client_.key;
        options.pem_cert_chain = client_.certificate;
        grpc::ChannelArguments arguments;
        arguments.SetSslTargetNameOverride(kHost);
        stub_ = Echo::NewStub(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                                        grpc::SslCredentials(options), arguments));
    }

    const ServerProcess& server() const { return server_; }

    void echo(const std::string& message) {
        grpc::ClientContext context;
        Octets request;
        Octets response;
        request.set_octets(message);
        require(stub_->Echo(&context, request, &response).ok() &&
                response.octets().size() == message.size());
    }

  private:
    /// gRPC listens for itself; the listener given is where its port is told.
    void serve(int listener) const {
        grpc::SslServerCredentialsOptions options(
            GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
        options.pem_root_certs = client_.certificate;
        options.pem_key_cert_pairs.push_back({service_.key, service_.certificate});
        Service service;
        grpc::ServerBuilder builder;
        int port = 0;
        builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &port);
        builder.RegisterService(&service);
        const auto server = builder.BuildAndStart();
        require(server != nullptr && port != 0);
        write_all(accepted(listener), &port, sizeof port);
        server->Wait();
    }

    Certified client_ = certified("client.example.test");
    Certified service_ = certified(kHost);
    /// Before gRPC's threads of this process: a child does not have them.
    ServerProcess server_{[this](int listener) {
        serve(listener);
    }};
    std::unique_ptr<Echo::Stub> stub_;
};

}  // namespace

int main() {
    set_up_defaults();
    ChannelEcho own;
    GrpcEcho grpc;
    for (const std::size_t size : {64, 1024, 16384, 1048576}) {
        const std::vector<char> message(size, 'm');
        const std::string text(message.begin(), message.end());
        const std::string name = "echo " + size_name(size);
        compare(
            {name, "gRPC over mutual TLS"}, [&] { own.echo(message); }, [&] { grpc.echo(text); },
            ProcessorTime(own.server(), grpc.server()));
    }
}
