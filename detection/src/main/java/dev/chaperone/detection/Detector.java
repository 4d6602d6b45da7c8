// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// What a detector is called and how sure it can be; for pages, policies and documentation.
///
/// @param id its stable name, as findings and policies write it
/// @param title the same for people
/// @param confidence the best it can reach
/// @param kind what it finds
public record Detector(String id, String title, Confidence confidence, Kind kind) {

    /// What a detector finds.
    public enum Kind {
        /// Something that opens a door.
        SECRET
    }
}
