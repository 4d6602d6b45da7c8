// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words behind a command: values of options, flags, and the rest.
final class Arguments {
    private final Map<String, List<String>> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final List<String> rest = new ArrayList<>();

    private Arguments() {}

    /// @param valued options that have a value, behind a space or `=`
    /// @param plain options that have none
    static Arguments parse(List<String> words, Set<String> valued, Set<String> plain)
            throws UsageException {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (word.equals("--")) {
                arguments.rest.addAll(words.subList(i + 1, words.size()));
                break;
            } else if (plain.contains(word)) {
                arguments.flags.add(word);
            } else if (valued.contains(name)) {
                if (equals < 0 && i + 1 == words.size()) {
                    throw new UsageException(name + " needs a value");
                }
                String value = equals < 0 ? words.get(i + 1) : word.substring(equals + 1);
                i += equals < 0 ? 1 : 0;
                arguments.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            } else if (word.startsWith("-") && word.length() > 1) {
                throw new UsageException("unknown option: " + name);
            } else {
                arguments.rest.add(word);
            }
        }
        return arguments;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    @Nullable String one(String option) throws UsageException {
        List<String> given = all(option);
        if (given.size() > 1) {
            throw new UsageException(option + " is given twice");
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    String needed(String option) throws UsageException {
        String value = one(option);
        if (value == null) {
            throw new UsageException(option + " is missing");
        }
        return value;
    }

    /// The words that are no options.
    List<String> exactly(int count, String what) throws UsageException {
        if (rest.size() != count) {
            throw new UsageException(what);
        }
        return List.copyOf(rest);
    }

    /// The keys that an option names.
    List<VerifierKey> keys(String option) throws UsageException {
        List<VerifierKey> keys = new ArrayList<>();
        for (String written : all(option)) {
            try {
                VerifierKey key = VerifierKey.parse(written.strip());
                if (keys.stream().noneMatch(known -> known.toString().equals(key.toString()))) {
                    keys.add(key);
                }
            } catch (MalformedException e) {
                throw new UsageException(option + ": " + e.fact());
            }
        }
        return keys;
    }
}
