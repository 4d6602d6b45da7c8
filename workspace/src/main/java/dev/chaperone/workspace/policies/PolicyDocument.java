// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;

/// The bytes that people are shown of a version of the policy, the same for ever.
///
/// @param digest SHA-256 of the bytes
// A carrier: nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record PolicyDocument(Digest digest, byte[] bytes) {
    /// In which form.
    public enum Format {
        /// What is signed.
        HTML("html", "text/html;charset=UTF-8"),
        PDF("pdf", "application/pdf"),
        MARKDOWN("md", "text/markdown;charset=UTF-8"),
        TEXT("txt", "text/plain;charset=UTF-8");

        private final String suffix;
        private final String type;

        Format(String suffix, String type) {
            this.suffix = suffix;
            this.type = type;
        }

        public String suffix() {
            return suffix;
        }

        /// For the header `content-type`.
        public String type() {
            return type;
        }
    }
}
