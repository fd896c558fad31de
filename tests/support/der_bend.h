// Changes one place of a tree of DER as an encoder with a fault would, or an attacker.
#pragma once

#include <random>

#include "support/der_tree.h"

namespace tree {

/// The same numbers from the same seed, on every machine.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    unsigned below(unsigned limit) { return static_cast<unsigned>(engine_() % limit); }
    bool one_in(unsigned limit) { return below(limit) == 0; }
    std::string bytes(std::size_t count) {
        std::string out(count, '\0');
        for (char& c : out) {
            c = static_cast<char>(engine_());
        }
        return out;
    }
    template <typename T, std::size_t Count>
    const T& one_of(const T (&all)[Count]) {
        return all[below(Count)];
    }

  private:
    std::mt19937_64 engine_;
};

inline void collect(Element& root, std::vector<Element*>& out) {
    if (!root.bare) {
        out.push_back(&root);
    }
    for (Element& child : root.children) {
        collect(child, out);
    }
}

/// Nothing if the kind does not fit the element.
using Bend = const char* (*)(Element&, Dice&);

inline const Bend kBends[] = {
    [](Element& at, Dice& dice) -> const char* {
        at.longer = 1 + dice.below(3);
        return "a length longer than need be";
    },
    [](Element& at, Dice& dice) -> const char* {
        at.length_error = static_cast<int>(dice.below(5)) - 2;
        return "a wrong length";
    },
    [](Element& at, Dice& dice) -> const char* {
        at.tag ^= static_cast<std::uint8_t>(1 << dice.below(8));
        return "a bit of a tag";
    },
    [](Element& at, Dice& dice) -> const char* {
        static constexpr std::uint8_t kTags[] = {0x02, 0x04, 0x30, 0x1b, 0x18, 0xa0, 0xa1, 0x03};
        at.tag = dice.one_of(kTags);
        return "another tag";
    },
    [](Element& at, Dice& dice) -> const char* {
        at.tail = dice.bytes(1 + dice.below(4));
        return "bytes after the content";
    },
    [](Element& at, Dice& /*dice*/) -> const char* {
        at.children.clear();
        at.content.clear();
        return "no content";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.children.empty()) {
            return nullptr;
        }
        at.children.erase(at.children.begin() +
                          dice.below(static_cast<unsigned>(at.children.size())));
        return "a field left out";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.children.empty()) {
            return nullptr;
        }
        const auto count = static_cast<unsigned>(at.children.size());
        const Element twice = at.children[dice.below(count)];
        at.children.insert(at.children.begin() + dice.below(count + 1), twice);
        return "a field twice";
    },
    [](Element& at, Dice& dice) -> const char* {
        const auto count = static_cast<unsigned>(at.children.size());
        if (count < 2) {
            return nullptr;
        }
        std::swap(at.children[0], at.children[1 + dice.below(count - 1)]);
        return "fields in another order";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.children.empty()) {
            return nullptr;
        }
        at.children.push_back(field(dice.below(20), integer(dice.below(300))));
        return "an unknown field";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (!at.children.empty() || at.content.empty()) {
            return nullptr;
        }
        at.content[dice.below(static_cast<unsigned>(at.content.size()))] ^=
            static_cast<char>(1 << dice.below(8));
        return "a bit of the content";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (!at.children.empty()) {
            return nullptr;
        }
        at.content = dice.bytes(dice.below(40));
        return "other content";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (!at.children.empty()) {
            return nullptr;
        }
        at.content.resize(dice.below(40));
        return "another size";
    },
    [](Element& at, Dice& /*dice*/) -> const char* {
        if (at.tag != kInteger || at.content.empty()) {
            return nullptr;
        }
        at.content.insert(0, 1, (at.content[0] & 0x80) != 0 ? '\xff' : '\0');
        return "an integer longer than need be";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kInteger) {
            return nullptr;
        }
        static constexpr std::int64_t kNumbers[] = {
            -1,         0,          1,           0x7f,          0xff,     0x7fffffff,
            0x80000000, 0xffffffff, 0x100000000, -0x80000000LL, INT64_MAX};
        at.content = integer(dice.one_of(kNumbers)).content;
        return "another integer";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kInteger) {
            return nullptr;
        }
        at.content = integer(static_cast<std::int32_t>(dice.below(UINT32_MAX))).content;
        return "any integer";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kGeneralString) {
            return nullptr;
        }
        static constexpr char kBytes[] = {'\0', '/', '@', '\\', '\n', '\x80', '\xff', ' '};
        at.content.insert(dice.below(static_cast<unsigned>(at.content.size() + 1)), 1,
                          dice.one_of(kBytes));
        return "a text with a byte more";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kGeneralizedTime || at.content.size() != 15) {
            return nullptr;
        }
        at.content[dice.below(15)] = static_cast<char>('0' + dice.below(10));
        return "another time";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kGeneralizedTime) {
            return nullptr;
        }
        static constexpr const char* kTimes[] = {
            "19691231235959Z", "20380119031408Z", "21060207062816Z", "99991231235959Z",
            "20261301000000Z", "20250229000000Z", "202601010000Z",   "20260101000000.5Z"};
        at.content = dice.one_of(kTimes);
        return "a time at an edge";
    },
    [](Element& at, Dice& dice) -> const char* {
        if (at.tag != kBitString) {
            return nullptr;
        }
        at.content = std::string(1, static_cast<char>(dice.below(9))) + dice.bytes(dice.below(10));
        return "other flags";
    },
};

/// Of bytes that are no DER.
inline const char* bend_bytes(std::string& bytes, Dice& dice) {
    const auto size = static_cast<unsigned>(bytes.size());
    switch (dice.below(4)) {
        case 0:
            bytes.resize(dice.below(size + 1));
            return "bytes cut off";
        case 1:
            bytes += dice.bytes(1 + dice.below(40));
            return "bytes added";
        case 2:
            bytes.insert(dice.below(size + 1), dice.bytes(1 + dice.below(4)));
            return "bytes put between";
        default:
            if (size > 0) {
                bytes[dice.below(size)] ^= static_cast<char>(1 << dice.below(8));
            }
            return "a bit of the bytes";
    }
}

/// What was done, in words.
inline const char* bend(Element& root, Dice& dice) {
    std::vector<Element*> all;
    collect(root, all);
    if (all.empty()) {
        return bend_bytes(root.content, dice);
    }
    for (;;) {
        Element& at = *all[dice.below(static_cast<unsigned>(all.size()))];
        if (const char* done = dice.one_of(kBends)(at, dice)) {
            return done;
        }
    }
}

}  // namespace tree
