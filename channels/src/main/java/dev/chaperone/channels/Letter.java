// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

/// A mail to one person.
///
/// @param id stays the same when it is sent again, so that a mail server can notice
/// @param to an address
/// @param text plain
public record Letter(String id, String to, String subject, String text) {}
