// Kinds of options that CLI11 lacks.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mutauth::command {

/// A text that may not be empty: an empty shell variable must not stand for "not given".
CLI::Option* add_text(CLI::App& app,
                      const std::string& name,
                      std::string& value,
                      const std::string& description,
                      const std::string& type);

/// The same, given any number of times.
CLI::Option* add_texts(CLI::App& app,
                       const std::string& name,
                       std::vector<std::string>& values,
                       const std::string& description,
                       const std::string& type);

/// Takes 0.001 to 86400 seconds; what is in `value` is the default and is shown in the help.
CLI::Option* add_duration(CLI::App& app,
                          const std::string& name,
                          std::chrono::milliseconds& value,
                          const std::string& description);

}  // namespace mutauth::command
