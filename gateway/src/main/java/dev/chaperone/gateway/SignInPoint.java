// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// The sign-in desk as all event loops reach it: a few questions at a time, off the loops.
final class SignInPoint {
    /// Fewer than the database has connections: strangers who ask leave some to the pages.
    private static final int SLOTS = 4;

    private final SignIn signIn;
    private final Semaphore slots = new Semaphore(SLOTS);
    private final ToldChecksums told = new ToldChecksums();

    SignInPoint(SignIn signIn) {
        this.signIn = signIn;
    }

    SignIn signIn() {
        return signIn;
    }

    /// Asks the desk. Fails with [BusyException] when it has too much to do.
    <T> Future<T> ask(Context context, SignInDesk desk, Function<SignInDesk, T> question) {
        if (!slots.tryAcquire()) {
            return Future.failedFuture(new BusyException());
        }
        return context.executeBlocking(() -> question.apply(desk), false)
                .map(answer -> Objects.requireNonNull(answer))
                .onComplete(_ -> slots.release());
    }

    /// Passes on which settings a client says it follows. Nothing waits for it, and what can not be
    /// noted now is told again later.
    void note(Context context, HttpServerRequest request, Register.Credential caller) {
        if (!(signIn instanceof SignIn.Offered offered)) {
            return;
        }
        Optional<String> news = told.news(request, caller.person());
        if (news.isPresent()) {
            ask(
                            context,
                            offered.desk(),
                            desk -> {
                                desk.told(caller, news.get());
                                return true;
                            })
                    .onFailure(_ -> told.forget(caller.person()));
        }
    }

    /// The desk has too much to do.
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private BusyException() {
            super("Too many ask at once", null, false, false);
        }
    }
}
