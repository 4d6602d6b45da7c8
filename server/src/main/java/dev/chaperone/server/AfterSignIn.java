// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import java.net.URI;
import java.util.regex.Pattern;

/// Where somebody goes on who had to sign in first. The page on which tools are approved is
/// remembered, because its code would be lost otherwise, and the page of somebody who had to sign
/// in again. Nothing that a stranger can write into an address leads anywhere.
final class AfterSignIn {
    private static final String NAME = AfterSignIn.class.getName();
    private static final String HOME = "/";
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{4}-?[A-Za-z]{4}");
    private static final Pattern OWN_PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private AfterSignIn() {}

    static void remember(HttpServletRequest request) {
        if (request.getMethod().equals("GET")
                && request.getRequestURI().equals(ToolSignInController.PATH)) {
            String code = request.getParameter("code");
            String query = code != null && isCode(code) ? "?code=" + code : "";
            request.getSession().setAttribute(NAME, ToolSignInController.PATH + query);
        }
    }

    /// Remembers the page whose form was sent: the path alone, which is always one of ours.
    static void rememberPageBefore(HttpServletRequest request) {
        String page = request.getHeader("referer");
        if (page != null) {
            try {
                String path = URI.create(page).getPath();
                if (path != null && OWN_PATH.matcher(path).matches()) {
                    request.getSession().setAttribute(NAME, path);
                }
            } catch (IllegalArgumentException _) {
                // No address: there is nothing to remember.
            }
        }
    }

    static boolean isCode(String code) {
        return CODE.matcher(code).matches();
    }

    static String next(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(NAME) instanceof String remembered
                ? remembered
                : HOME;
    }
}
