// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The repository that a request names, as it may stand in the ledger, where nothing can be erased.
/// A name or the address of a remote stays; of a folder only its own name stays, because the path
/// to it names a person, and of a home not even that.
public final class RepositoryName {
    /// How remotes are written with a scheme; with any other scheme a folder is meant.
    private static final Set<String> REMOTE =
            Set.of("http", "https", "ssh", "git", "git+ssh", "git+https", "svn", "svn+ssh");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://(.*)");
    private static final Pattern FOLDER = Pattern.compile("[/~$]|\\.{1,2}(/|$)|[A-Za-z]:");
    private static final Pattern ENCODED =
            Pattern.compile("%(25)*(2f|5c|3a)", Pattern.CASE_INSENSITIVE);

    /// A path with dashes for separators: the names that Claude Code gives to folders of its own.
    private static final Pattern DASHED =
            Pattern.compile("([a-z]-)?-(home|users|root)(-.*)?", Pattern.CASE_INSENSITIVE);

    /// Who signs in, in front of a host. `git` is nobody.
    private static final Pattern SIGN_IN = Pattern.compile("(?!git@[^@]*$)[^/]*@(.*)");

    /// An address over SSH whose path begins in a person's home.
    private static final Pattern REMOTE_HOME =
            Pattern.compile("([^/:]*)(?::\\d*)?/(?:home|Users)/[^/]+(/.*)?");

    private static final Pattern PERSONS_SEGMENT = Pattern.compile("(?<=[/:])~[^/]*/?");

    /// Encoding can be heaped up; who does more than this does not name a repository.
    private static final int ENCODINGS = 3;

    private RepositoryName() {}

    /// What may be recorded; null when that is nothing.
    ///
    /// @param told by the caller: a name, the address of a remote, or the path of a folder
    public static @Nullable String of(String told) {
        String text = decoded(told.strip());
        if (text == null || DASHED.matcher(text).matches()) {
            return null;
        }
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            String name = scheme.group(1).toLowerCase(Locale.ROOT);
            return REMOTE.contains(name)
                    ? clean(name + "://", remote(scheme.group(2), name.contains("ssh")))
                    : FolderName.of(scheme.group(2).replaceFirst("^/*", "/"));
        }
        if (text.indexOf('\\') >= 0
                || FOLDER.matcher(text).lookingAt()
                || FolderName.startsInAHome(text)) {
            return FolderName.of(text);
        }
        return clean("", remote(text, text.contains(":/")));
    }

    /// Without who signs in, which may hold a key, and without what follows the path.
    private static String remote(String address, boolean ssh) {
        String path = address.split("[?#]", 2)[0];
        Matcher signIn = SIGN_IN.matcher(path);
        if (signIn.matches()) {
            path = signIn.group(1);
        }
        if (ssh) {
            Matcher home = REMOTE_HOME.matcher(path);
            if (home.matches()) {
                path = home.group(2) == null ? "" : home.group(1) + home.group(2);
            }
        }
        return PERSONS_SEGMENT.matcher(path).replaceAll("");
    }

    /// A folder may have spaces in its name; a remote has none, and whoever writes some tells a
    /// story.
    private static @Nullable String clean(String before, String rest) {
        if (rest.isBlank()) {
            return null;
        }
        boolean plain = rest.chars().noneMatch(c -> c == ' ' || Character.isISOControl(c));
        return plain ? WireText.cleanOrUnreadable(before + rest) : WireText.UNREADABLE;
    }

    /// With separators in plain sight; null when they do not come to light.
    private static @Nullable String decoded(String text) {
        String plain = text;
        for (int i = 0; i < ENCODINGS && ENCODED.matcher(plain).find(); i++) {
            try {
                plain = URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null; // a stranger's text, not a mistake of ours
            }
        }
        return ENCODED.matcher(plain).find() ? null : plain;
    }
}
