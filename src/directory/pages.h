// The entries of a long search, a page at a time, from one place after the other.
#pragma once

#include <cstdint>

#include "directory/forest.h"

namespace mutauth::directory {

/// No other search of many entries may use the sessions before the last page.
class Pages {
  public:
    Pages(std::vector<Place> places, std::string filter, std::vector<std::string> attributes);

    /// Replaces the page; it may be empty before the end. False if there was none left.
    Result<bool> next(std::vector<Entry>& page, const Deadline& deadline);
    /// From the first place again.
    void rewind();
    /// The place that the last page came from.
    const Place& place() const noexcept { return places_[at_]; }
    const std::vector<Place>& places() const noexcept { return places_; }

  private:
    std::vector<Place> places_;
    Search search_;
    std::size_t at_ = 0;
    bool place_read_ = false;
    std::string cookie_;
    int empty_pages_ = 0;
};

}  // namespace mutauth::directory
