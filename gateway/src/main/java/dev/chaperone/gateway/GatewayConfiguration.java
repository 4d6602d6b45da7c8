// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PlanId;

import io.vertx.core.net.PemKeyCertOptions;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How the gateway listens and sends.
///
/// @param host address to listen on
/// @param port port to listen on; 0 takes any free one
/// @param tls certificate and key; null speaks plain HTTP
/// @param upstreams in order: the first of a kind that serves a caller gets the caller's requests
///   of that kind
/// @param spending how much may be used
/// @param inferenceHooks how calls of Anthropic's inference hooks are known; null takes none
/// @param limits sizes and times
/// @param proxy the forward proxy beside it; null for none
public record GatewayConfiguration(
        String host,
        int port,
        @Nullable Tls tls,
        List<Upstream> upstreams,
        Spending spending,
        @Nullable InferenceHooks inferenceHooks,
        Limits limits,
        @Nullable ProxyConfiguration proxy) {
    public GatewayConfiguration {
        upstreams = List.copyOf(upstreams);
    }

    /// Without limits on use, inference hooks and a forward proxy.
    public GatewayConfiguration(
            String host, int port, @Nullable Tls tls, List<Upstream> upstreams, Limits limits) {
        this(host, port, tls, upstreams, Spending.UNLIMITED, null, limits, null);
    }

    /// Whether there is any upstream of a kind.
    boolean offers(Upstream.Kind kind) {
        return upstreams.stream().anyMatch(upstream -> upstream.kind() == kind);
    }

    /// The upstream for a caller's requests of a kind, and behind it those that may stand in for
    /// it; empty when none serves the caller.
    List<Upstream> upstreams(Upstream.Kind kind, Register.Credential caller) {
        List<Upstream> serving = new ArrayList<>(2);
        for (Upstream each : upstreams) {
            boolean serves = each.kind() == kind && each.serves().includes(caller);
            if (serves && (serving.isEmpty() || each.mayStandInFor(serving.getFirst()))) {
                serving.add(each);
            }
        }
        return serving;
    }

    /// How calls of inference hooks are known and judged.
    ///
    /// @param secret with which Anthropic signs, as its console shows it
    /// @param plan under which the company uses Claude
    public record InferenceHooks(Upstream.Credential secret, PlanId plan) {
        /// Whether a secret has the form that the vendor's have.
        public static boolean isSecret(Upstream.Credential secret) {
            try {
                return SignedCalls.decode(secret.value()).length > 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /// PEM files.
    public record Tls(Path certificate, Path key) {
        PemKeyCertOptions options() {
            return new PemKeyCertOptions()
                    .setCertPath(certificate.toString())
                    .setKeyPath(key.toString());
        }
    }

    /// Sizes and times that bound an exchange.
    ///
    /// @param maxBody largest request body in bytes
    /// @param connect time to open a connection to an upstream
    /// @param firstByte time from sending a request to the first byte of its answer
    /// @param idle time between two bytes of an answer
    /// @param bodyIdle time between two bytes of a request body; the whole body may take ten times
    ///   as long
    /// @param scan time that the detectors may take for one body; what is not read by then counts
    ///   as not scanned
    /// @param strangers what callers that nobody knows may cause
    public record Limits(
            int maxBody,
            Duration connect,
            Duration firstByte,
            Duration idle,
            Duration bodyIdle,
            Duration scan,
            Strangers strangers) {
        /// What fits the vendors' APIs: 32 MiB bodies, models that think for minutes.
        public static final Limits DEFAULT =
                new Limits(
                        32 * 1024 * 1024,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(5));

        public Limits {
            if (maxBody < 1
                    || isNotPositive(connect)
                    || isNotPositive(firstByte)
                    || isNotPositive(idle)
                    || isNotPositive(bodyIdle)
                    || isNotPositive(scan)) {
                throw new IllegalArgumentException("Sizes and times must be positive");
            }
        }

        /// With the usual limits for what a client sends.
        public Limits(int maxBody, Duration connect, Duration firstByte, Duration idle) {
            this(
                    maxBody,
                    connect,
                    firstByte,
                    idle,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(10),
                    Strangers.DEFAULT);
        }

        private static boolean isNotPositive(Duration duration) {
            return duration.isZero() || duration.isNegative();
        }
    }

    /// How many refusals of callers that nobody knows get an entry of their own in the ledger.
    ///
    /// @param burst so many at once
    /// @param perSecond so many in the long run
    /// @param counted how often the number of the others is recorded
    public record Strangers(int burst, int perSecond, Duration counted) {
        /// Enough to see each attempt of a person or a script with an old token, and below 100 MB
        /// of entries a day whatever comes.
        public static final Strangers DEFAULT = new Strangers(100, 1, Duration.ofMinutes(1));

        public Strangers {
            if (burst < 1 || perSecond < 1 || !counted.isPositive()) {
                throw new IllegalArgumentException("Numbers and times must be positive");
            }
        }
    }
}
