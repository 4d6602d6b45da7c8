// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a folder, taken from a path on any system: its last segment, unless that is a
/// person's home or named after the person.
final class FolderName {
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]+");
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");
    private static final Pattern NETWORK = Pattern.compile("[/\\\\]{2}.*", Pattern.DOTALL);

    /// What a path begins with that reaches past the system's usual rules for names.
    private static final Pattern DEVICE =
            Pattern.compile("^[/\\\\]{2}[?.][/\\\\](UNC(?=[/\\\\]))?");

    /// The folders that hold the homes of persons. A share may be hidden with a dollar sign.
    private static final Set<String> HOMES =
            Set.of("home", "homes", "users", "profiles", "documents and settings");

    /// A directory service puts the homes of each of its domains into one folder.
    private static final Pattern DOMAIN = Pattern.compile("[^.]+(\\.[^.]+){2,}");

    /// Behind these the name of a branch follows, or a tool's own file.
    private static final Set<String> INSIDE_A_REPOSITORY = Set.of(".git", ".claude", ".worktrees");

    private FolderName() {}

    /// What may be recorded; null when that is nothing.
    ///
    /// @param path a folder; absolute, or relative to somebody's home
    static @Nullable String of(String path) {
        String plain =
                DEVICE.matcher(path).replaceFirst(match -> match.group(1) == null ? "/" : "//");
        List<String> segments = segments(plain);
        if (NETWORK.matcher(plain).matches() && !segments.isEmpty()) {
            segments.removeFirst(); // the server; what follows it is a share and no folder
            if (segments.size() == 1) {
                return null;
            }
        }
        if (segments.isEmpty()) {
            return null;
        }
        String last = segments.getLast();
        String person = person(segments);
        boolean personal =
                last.equalsIgnoreCase(person)
                        || (last.equals("root") && segments.size() <= 2)
                        || last.endsWith("$")
                        || "~$%".indexOf(last.charAt(0)) >= 0;
        return personal ? null : WireText.cleanOrUnreadable(last);
    }

    /// Whether a path without a separator in front leads through somebody's home.
    static boolean startsInAHome(String path) {
        List<String> segments = segments(path);
        return segments.size() > 2 && isHomes(segments.getFirst());
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : SEPARATORS.split(DRIVE.matcher(path).replaceFirst(""), -1)) {
            String name = DRIVE.matcher(segment).replaceFirst("").strip();
            if (INSIDE_A_REPOSITORY.contains(name)) {
                break;
            }
            if (name.equals("..") && !segments.isEmpty()) {
                segments.removeLast();
            } else if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                segments.add(name);
            }
        }
        return segments;
    }

    /// Who lives on the way to the folder; null when nobody is seen to.
    private static @Nullable String person(List<String> segments) {
        for (int i = 0; i + 1 < segments.size(); i++) {
            if (isHomes(segments.get(i))) {
                String next = segments.get(i + 1);
                return DOMAIN.matcher(next).matches() && i + 2 < segments.size()
                        ? segments.get(i + 2)
                        : next;
            }
        }
        return null;
    }

    private static boolean isHomes(String segment) {
        String name = segment.endsWith("$") ? segment.substring(0, segment.length() - 1) : segment;
        return HOMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
