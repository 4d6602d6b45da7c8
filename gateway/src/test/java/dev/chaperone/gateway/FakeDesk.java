// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/// A desk that gives what a test wants, and remembers what it was told.
final class FakeDesk implements SignInDesk {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> invited = new CopyOnWriteArrayList<>();
    private volatile Supplier<Answer> answer = () -> new Answer.Refused(Reason.WORTHLESS);

    void answers(Supplier<Answer> other) {
        answer = other;
    }

    /// Checksums in the order in which they were told.
    BlockingQueue<String> told() {
        return told;
    }

    /// Names of the clients that asked for a sign-in.
    List<String> invited() {
        return invited;
    }

    @Override
    public Optional<Invitation> invite(String client, String address) {
        invited.add(client);
        return Optional.of(
                new Invitation(
                        "device",
                        "BCDF-GHJK",
                        URI.create("https://pages.example/device"),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        "Read this."));
    }

    @Override
    public Answer redeem(String deviceCode) {
        return answer.get();
    }

    @Override
    public Answer renew(String refreshToken) {
        return answer.get();
    }

    @Override
    public void signOut(String token) {}

    @Override
    public Optional<Settings> settings(Register.Credential caller) {
        return Optional.empty();
    }

    @Override
    public void told(Register.Credential caller, String checksum) {
        told.add(checksum);
    }
}
