// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A question that a device answers: once, in the browser that it was asked in, for what it was
/// asked for, within five minutes.
final class PasskeyChallenge implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;
    private final Instant asked;
    private final AtomicBoolean taken = new AtomicBoolean();

    private PasskeyChallenge(String text, Instant asked) {
        this.text = text;
        this.asked = asked;
    }

    /// What a question is asked for.
    enum Purpose {
        ENTER,
        ADD;

        private String attribute() {
            return PasskeyChallenge.class.getName() + "." + name();
        }
    }

    /// Asks, in the place of what this browser was asked before.
    ///
    /// @return the question, in base64url
    static String ask(HttpServletRequest request, Purpose purpose, Instant now) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        request.getSession().setAttribute(purpose.attribute(), new PasskeyChallenge(text, now));
        return text;
    }

    /// What this browser was asked; nothing when it was answered already or is too old. Of two
    /// answers that come at once, one gets it.
    static Optional<String> take(HttpServletRequest request, Purpose purpose, Instant now) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(purpose.attribute()) instanceof PasskeyChallenge asked)) {
            return Optional.empty();
        }
        session.removeAttribute(purpose.attribute());
        return asked.taken.compareAndSet(false, true) && now.isBefore(asked.asked.plus(LONGEST))
                ? Optional.of(asked.text)
                : Optional.empty();
    }
}
