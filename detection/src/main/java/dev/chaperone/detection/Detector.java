// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What a detector looks for, as data: for pages, policies and documentation.
///
/// @param id its stable name, as findings and policies write it
/// @param title the same for people
/// @param provider who gives such secrets out; `any` where many do
/// @param kind what it finds
/// @param severity what somebody can do with it
/// @param confidence the best it can reach
/// @param shapes the forms of the token; empty where it is recognised by a program of its own
/// @param near words of which one must stand shortly before; empty where the form says enough
/// @param source address of the provider's description of the form, or null
/// @param revoke address where the owner revokes it, or null
public record Detector(
        String id,
        String title,
        String provider,
        Kind kind,
        Severity severity,
        Confidence confidence,
        List<String> shapes,
        List<String> near,
        @Nullable String source,
        @Nullable String revoke) {

    public Detector {
        shapes = List.copyOf(shapes);
        near = List.copyOf(near);
    }

    /// What a detector finds.
    public enum Kind {
        /// Something that opens a door.
        SECRET,
        /// The key of a signature or a cipher.
        KEY_MATERIAL,
        /// An address that lets in whoever knows it.
        URL,
        /// The public half of a secret: no finding by itself.
        IDENTIFIER,
        /// What belongs to a person: a number that identifies one, an account.
        PERSONAL,
        /// Words by which the company says that a text is not for everybody.
        MARKER;

        /// Whether a policy means it when it says `secret`.
        public boolean isSecret() {
            return switch (this) {
                case SECRET, KEY_MATERIAL, URL -> true;
                case IDENTIFIER, PERSONAL, MARKER -> false;
            };
        }
    }

    /// What somebody can do who holds it.
    public enum Severity {
        /// Everything its owner can.
        CRITICAL,
        /// Read or write what is not theirs.
        HIGH,
        /// Cause costs or disturb.
        MEDIUM,
        /// Little alone.
        LOW;

        /// The spelling used in the API and in files.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
