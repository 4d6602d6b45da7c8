// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// What requests to a host mean.
///
/// @param name in the data file
/// @param kind of API, as upstreams have it
/// @param paths what is asked for at a path, in the words of records, besides `text` and `none`; a
///   star at the end of a path stands for the rest
public record Wire(String name, String kind, Map<String, String> paths) {
    /// Read as it stands.
    public static final String TEXT = "text";

    /// Carries no prompt.
    public static final String NONE = "none";

    public Wire {
        paths = Map.copyOf(paths);
    }

    /// What a path means, if it is not what it means for the kind of API in general. Of several
    /// that fit, the longest counts.
    public Optional<String> meaning(String path) {
        if (!isPlain(path)) {
            return Optional.empty();
        }
        String exact = paths.get(path);
        if (exact != null) {
            return Optional.of(exact);
        }
        return paths.entrySet().stream()
                .filter(each -> each.getKey().endsWith("*"))
                .filter(each -> path.startsWith(withoutStar(each.getKey())))
                .max(Comparator.comparingInt(each -> each.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static String withoutStar(String path) {
        return path.substring(0, path.length() - 1);
    }

    /// Whether nobody on the way can take it for another path.
    private static boolean isPlain(String path) {
        return path.startsWith("/")
                && !path.contains("//")
                && !path.contains("/.")
                && !path.contains("%")
                && !path.contains("\\")
                && !path.contains(";");
    }
}
