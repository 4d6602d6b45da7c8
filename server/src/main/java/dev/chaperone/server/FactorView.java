// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.Totp;
import dev.chaperone.workspace.people.Person;

import jakarta.servlet.http.HttpServletRequest;

/// A second factor that somebody puts into their device: to be photographed, or to be typed.
///
/// @param text in groups of four
/// @param picture address of the picture
record FactorView(String text, String picture) {
    private static final String NAME = FactorView.class.getName();

    static FactorView of(Totp factor, Person whose) {
        return new FactorView(
                factor.text().replaceAll("(.{4})(?!$)", "$1 "),
                QrCode.uri(factor.uri("Chaperone", whose.email()).toString()));
    }

    /// The one that this browser was shown, or a new one. It stays in the visitor's session until
    /// it is confirmed: who only looked at a link does not know what was set up with it later.
    static Totp shown(HttpServletRequest request) {
        if (request.getSession().getAttribute(NAME) instanceof Totp before) {
            return before;
        }
        Totp next = Totp.next();
        request.getSession().setAttribute(NAME, next);
        return next;
    }

    static void confirmed(HttpServletRequest request) {
        request.getSession().removeAttribute(NAME);
    }

    @Override
    public String toString() {
        return "FactorView[not shown]";
    }
}
