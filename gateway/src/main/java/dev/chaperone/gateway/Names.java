// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.WireText;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The names that strangers put into requests and answers, as they may stand in the ledger, where
/// nothing can be erased: only in the form of such a name, and never when a detector finds
/// something in it. Anything else is recorded as [WireText#UNREADABLE].
///
/// It works on every request, so it looks at characters one by one.
final class Names {
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_SESSION = 100;
    private static final int LONGEST_WORD = 64;
    private static final int DIGEST_BYTES = 16;
    private static final ToolId UNREADABLE_TOOL = new ToolId(WireText.UNREADABLE);

    private static final PlanId UNREADABLE_PLAN = new PlanId(WireText.UNREADABLE);

    private final Supplier<Scanner> scanner;
    private final SecretKeySpec key;

    /// @param scanner the one in force
    Names(Supplier<Scanner> scanner) {
        this.scanner = scanner;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
    }

    /// A tool that is only the caller's word, as any other word.
    ToolId tool(ToolId told) {
        return isHarmless(told.value()) ? told : UNREADABLE_TOOL;
    }

    /// A plan that is only the caller's word.
    PlanId plan(String told) {
        try {
            return isHarmless(told) ? new PlanId(told) : UNREADABLE_PLAN;
        } catch (IllegalArgumentException e) {
            return UNREADABLE_PLAN; // a stranger's header, not a mistake of ours
        }
    }

    /// A model, in all spellings of vendors and clouds.
    @Nullable String model(@Nullable String told) {
        return orUnreadable(told, told != null && isModel(told));
    }

    /// The version of a tool.
    @Nullable String version(@Nullable String told) {
        return orUnreadable(told, told != null && consistsOf(told, "._-+", LONGEST_WORD));
    }

    /// A word of a tool's own, for example a mode or the name of an MCP server.
    @Nullable String word(@Nullable String told) {
        return stopReason(told);
    }

    /// The word with which a model says why it stopped.
    @Nullable String stopReason(@Nullable String told) {
        return orUnreadable(told, told != null && consistsOf(told, "._-", LONGEST_WORD));
    }

    /// A repository that has gone through [dev.chaperone.protocols.RepositoryName].
    @Nullable String repository(@Nullable String told) {
        return orUnreadable(told, told != null && !holdsAddress(told));
    }

    /// A commit that has the form of one; another is not worth a word.
    @Nullable String commit(@Nullable String told) {
        return told == null || isHarmless(told) ? told : null;
    }

    /// The id of a session. What is not in the form of one is replaced by a digest, so that the
    /// requests of a session are still seen to belong together; its key is in memory only, so that
    /// nobody can find out later whose address or path it was.
    @Nullable String session(@Nullable String told) {
        if (told == null) {
            return null;
        }
        boolean id =
                consistsOf(told, "._-:", LONGEST_SESSION)
                        && told.chars().anyMatch(Names::isDigit)
                        && isHarmless(told);
        return id ? told : "digest-" + digest(told);
    }

    private @Nullable String orUnreadable(@Nullable String told, boolean fits) {
        return told == null || (fits && isHarmless(told)) ? told : WireText.UNREADABLE;
    }

    private boolean isHarmless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.get().scan(bytes, 0, bytes.length).isEmpty();
    }

    private String digest(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /// An @ stands in front of a namespace, or of a version; elsewhere it would be an address.
    private static boolean isModel(String text) {
        int at = text.indexOf('@', 1);
        return consistsOf(text, "._-:/@", LONGEST_MODEL)
                && (at < 0 || isVersionOfAModel(text.substring(at + 1)));
    }

    private static boolean isVersionOfAModel(String text) {
        return text.equals("default")
                || text.equals("latest")
                || text.chars().allMatch(Names::isDigit);
    }

    private static boolean consistsOf(String text, String besides, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && besides.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether a person's address is in it, the @ plain or encoded. `git@` signs in for everybody.
    private static boolean holdsAddress(String text) {
        String plain = text.replace("%40", "@");
        for (int at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
            String before = plain.substring(0, at);
            boolean nobody =
                    before.isEmpty()
                            || before.endsWith("/")
                            || before.equals("git")
                            || before.endsWith("/git");
            if (!nobody && startsWithDomain(plain, at + 1)) {
                return true;
            }
        }
        return false;
    }

    /// A dot with letters behind it: a version has digits there.
    private static boolean startsWithDomain(String text, int from) {
        int end = from;
        while (end < text.length() && "/:".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int dot = text.indexOf('.', from);
        return dot > from
                && dot < end
                && text.substring(dot, end).chars().anyMatch(Character::isLetter);
    }

    private static boolean isLetterOrDigit(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
