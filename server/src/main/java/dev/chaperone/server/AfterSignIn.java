// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import java.util.regex.Pattern;

/// Where somebody goes on who had to sign in first. Only the page on which tools are approved is
/// remembered: its code would be lost otherwise.
final class AfterSignIn {
    private static final String NAME = AfterSignIn.class.getName();
    private static final String HOME = "/";
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{4}-?[A-Za-z]{4}");

    private AfterSignIn() {}

    static void remember(HttpServletRequest request) {
        if (request.getMethod().equals("GET")
                && request.getRequestURI().equals(ToolSignInController.PATH)) {
            String code = request.getParameter("code");
            String query = code != null && isCode(code) ? "?code=" + code : "";
            request.getSession().setAttribute(NAME, ToolSignInController.PATH + query);
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
