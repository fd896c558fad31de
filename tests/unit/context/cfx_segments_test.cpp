// Messages in segments against libkrb5's own scatter and gather.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "context/cfx_protection.h"
#include "unit/context/krb5_oracle.h"

namespace mutauth::context::cfx {
namespace {

/// Sizes of the parts of a message; those below zero are only signed.
using Shape = std::vector<int>;

/// A message in memory of its own, cut as a shape says.
class Cut {
  public:
    explicit Cut(const Shape& shape) {
        std::size_t size = 0;
        for (const int part : shape) {
            size += static_cast<std::size_t>(std::abs(part));
        }
        octets_ = octets(size, 1);
        original_ = octets_;
        std::size_t at = 0;
        for (const int part : shape) {
            const auto length = static_cast<std::size_t>(std::abs(part));
            segments_.push_back({MutableByteView(octets_).subspan(at, length), part >= 0});
            at += length;
        }
    }
    Segments all() const { return segments_; }
    bool is_original() const { return octets_ == original_; }
    bool is_sealed() const {
        return std::none_of(segments_.begin(), segments_.end(), [this](const Segment& one) {
            const auto at = static_cast<std::size_t>(one.octets.data() - octets_.data());
            const ByteView before = ByteView(original_).subspan(at, one.octets.size());
            const bool same = std::equal(before.begin(), before.end(), one.octets.begin());
            // A few octets may come out as they were.
            return one.sealed ? one.octets.size() > 7 && same : !same;
        });
    }
    bool sealed_are_wiped() const {
        return std::all_of(segments_.begin(), segments_.end(), [](const Segment& one) {
            return !one.sealed || std::all_of(one.octets.begin(), one.octets.end(),
                                              [](std::uint8_t octet) { return octet == 0; });
        });
    }
    Bytes& octets_of_all() { return octets_; }

  private:
    Bytes octets_;
    Bytes original_;
    std::vector<Segment> segments_;
};

class CfxSegments : public testing::TestWithParam<std::tuple<std::int32_t, bool>> {
  protected:
    std::unique_ptr<CfxProtection> side(bool initiator) const {
        Session out;
        out.enctype = enctype();
        out.key = octets(out.enctype.key_size, 7);
        out.initiator = initiator;
        out.dce_style = dce();
        auto made = CfxProtection::make(std::move(out));
        EXPECT_TRUE(made);
        return std::move(*made);
    }
    static Enctype enctype() { return *enctype_of(std::get<0>(GetParam())); }
    static bool dce() { return std::get<1>(GetParam()); }
    static std::size_t filler() { return dce() ? 16 : 0; }
    Bytes sealed(const Cut& cut) {
        Bytes token(initiator_->token_size());
        auto written = initiator_->seal_segments(cut.all(), token);
        EXPECT_TRUE(written);
        EXPECT_EQ(*written, token.size());
        return token;
    }

    Oracle oracle_{std::get<0>(GetParam()), octets(enctype().key_size, 7)};
    std::unique_ptr<CfxProtection> initiator_ = side(true);
    std::unique_ptr<CfxProtection> acceptor_ = side(false);
};

std::vector<Shape> shapes() {
    std::vector<Shape> out{{},
                           {0},
                           {-24, 100, -8},
                           {-24, 0, -8},
                           {1, 1, 1, 1},
                           {15, 1},
                           {16, 16},
                           {-1, 17, -1, 31, -1},
                           {5, -3, 6, -3, 5, -3, 6},
                           {4096, -10, 8192, 33},
                           {-16},
                           {70000}};
    for (int size = 1; size < 70; ++size) {
        out.push_back({size});
        out.push_back({-7, size, 3, -2});
        out.push_back({size, -size, size});
    }
    return out;
}

TEST_P(CfxSegments, areSealedAsLibkrb5DecryptsThem) {
    for (const Shape& shape : shapes()) {
        SCOPED_TRACE(testing::PrintToString(shape));
        Cut cut(shape);
        Bytes token = sealed(cut);
        EXPECT_TRUE(cut.is_sealed());
        const auto part = MutableByteView(token);
        const std::size_t back = 16 + filler();
        ASSERT_EQ(
            oracle_.decrypt_parts(kInitiatorSeal, part.last(16), cut.all(), part.subspan(16, back),
                                  part.subspan(16 + back, enctype().mac_size)),
            0);
        EXPECT_TRUE(cut.is_original());
        // RFC 4121 4.2.4: the header is encrypted as it was before the rotation.
        Bytes header = copy_of(part.first(16));
        header[6] = header[7] = 0;
        EXPECT_EQ(copy_of(part.subspan(back, 16)), header);
    }
}

TEST_P(CfxSegments, areOpenedAsLibkrb5EncryptsThem) {
    Header header;
    header.sealed = true;
    header.extra_count = static_cast<std::uint16_t>(filler());
    for (const Shape& shape : shapes()) {
        SCOPED_TRACE(testing::PrintToString(shape));
        Cut cut(shape);
        Bytes token(acceptor_->token_size(), 0xaa);
        const auto part = MutableByteView(token);
        const std::size_t back = 16 + filler();
        const HeaderBytes inner = write_header(header);
        std::copy(inner.begin(), inner.end(), part.begin() + static_cast<long>(back));
        oracle_.encrypt_parts(kInitiatorSeal, part.last(16), cut.all(), part.subspan(16, back),
                              part.subspan(16 + back, enctype().mac_size));
        header.right_rotation = static_cast<std::uint16_t>(16 + enctype().mac_size);
        const HeaderBytes outer = write_header(header);
        std::copy(outer.begin(), outer.end(), token.begin());
        ASSERT_TRUE(acceptor_->open_segments(cut.all(), token));
        EXPECT_TRUE(cut.is_original());
        header.right_rotation = 0;
        ++header.sequence;
    }
}

TEST_P(CfxSegments, countInOneOrderWithOtherMessages) {
    Cut cut({10});
    const Bytes token = sealed(cut);
    Bytes whole(initiator_->sealed_size(3));
    ASSERT_TRUE(initiator_->seal(octets(3, 1), whole));
    Bytes out(whole.size());
    EXPECT_EQ(acceptor_->open(whole, out).error().status(), Status::message_out_of_order);
    EXPECT_TRUE(acceptor_->open_segments(cut.all(), token));
    EXPECT_TRUE(acceptor_->open(whole, out));
}

TEST_P(CfxSegments, refuseEveryFlippedBitAndAreWipedThen) {
    const Shape shape{-9, 40, -3, 8};
    Cut cut(shape);
    const Bytes token = sealed(cut);
    const Bytes on_the_way = cut.octets_of_all();
    int refused = 0;
    for (std::size_t bit = 0; bit < (token.size() + on_the_way.size()) * 8; ++bit) {
        cut.octets_of_all() = on_the_way;
        Bytes changed = token;
        const auto flip = static_cast<std::uint8_t>(1U << bit % 8);
        if (bit / 8 < token.size()) {
            changed[bit / 8] ^= flip;
        } else {
            cut.octets_of_all()[bit / 8 - token.size()] ^= flip;
        }
        ASSERT_FALSE(acceptor_->open_segments(cut.all(), changed)) << bit;
        ASSERT_TRUE(cut.sealed_are_wiped()) << bit;
        ++refused;
    }
    std::printf("%d changes, 0 taken\n", refused);
    cut.octets_of_all() = on_the_way;
    ASSERT_TRUE(acceptor_->open_segments(cut.all(), token));
    EXPECT_TRUE(cut.is_original());
}

TEST_P(CfxSegments, refuseAnotherCut) {
    Cut cut({20, -5, 20});
    const Bytes token = sealed(cut);
    const Bytes on_the_way = cut.octets_of_all();
    for (const Shape& other : {Shape{20, 5, 20}, Shape{20, -5}, Shape{-20, -5, 20}, Shape{45},
                               Shape{-45}, Shape{}, Shape{20, -5, 19}, Shape{20, -5, 21}}) {
        Cut another(other);
        std::copy_n(on_the_way.begin(), std::min(on_the_way.size(), another.octets_of_all().size()),
                    another.octets_of_all().begin());
        EXPECT_FALSE(acceptor_->open_segments(another.all(), token))
            << testing::PrintToString(other);
    }
    // Only where one segment ends and another of the same kind begins says nothing.
    Cut same({10, 10, -5, 20});
    std::copy(on_the_way.begin(), on_the_way.end(), same.octets_of_all().begin());
    EXPECT_TRUE(acceptor_->open_segments(same.all(), token));
    EXPECT_TRUE(same.is_original());
}

TEST_P(CfxSegments, refuseEveryOtherSizeOfToken) {
    const Bytes token = sealed(Cut({20}));
    Bytes longer = token;
    longer.resize(token.size() + 100);
    for (std::size_t size = 0; size < longer.size(); ++size) {
        if (size != token.size()) {
            Cut cut({20});
            EXPECT_FALSE(acceptor_->open_segments(cut.all(), ByteView(longer).first(size)));
            EXPECT_TRUE(cut.sealed_are_wiped()) << size;
        }
    }
}

TEST_P(CfxSegments, areSignedAsOneMessage) {
    for (const Shape& shape : shapes()) {
        Cut cut(shape);
        Bytes signature(initiator_->signature_size());
        ASSERT_TRUE(initiator_->sign_segments(cut.all(), signature));
        EXPECT_TRUE(cut.is_original());
        const ByteView header = ByteView(signature).first(kHeaderSize);
        ASSERT_EQ(copy_of(ByteView(signature).subspan(kHeaderSize)),
                  oracle_.checksum(kInitiatorSign, joined({cut.octets_of_all(), header})));
        if (cut.octets_of_all().size() % 2 == 0) {
            ASSERT_TRUE(acceptor_->verify_segments(cut.all(), signature));
        } else {
            ASSERT_TRUE(acceptor_->verify(cut.octets_of_all(), signature));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Aes,
                         CfxSegments,
                         testing::Combine(testing::Values(17, 18, 19, 20), testing::Bool()));

}  // namespace
}  // namespace mutauth::context::cfx
